/** The app's words: English is the key, as in the server's catalogues. */

import { ref } from "vue";

const CHINESE: Readonly<Record<string, string>> = {
  "Gate without network": "离线门岗",
  "Who are you?": "你是谁?",
  "Take this phone into use": "启用这台手机",
  "Connect and sign in once; from then on it works without a network.": "联网登录一次,之后没有网络也能用。",
  "Sign in": "登录",
  "No answer from the server. Connect, then try again.": "连不上服务器。请联网后再试。",
  "Choose a PIN of six digits, %s": "%s,请设六位密码",
  "PIN of %s": "%s 的密码",
  "Not easy to guess, please: no row and no repeated digit.": "请别用连号或重复的数字,容易被猜到。",
  "Wrong PIN. Tries left: %s": "密码不对。还可试 %s 次",
  "Too many wrong ones. Wait until %s.": "错太多次了。请等到 %s。",
  "In": "进",
  "Out": "出",
  "Scan the square, or type the number under it": "扫码,或输入码下的编号",
  "Check": "查验",
  "Camera": "用相机扫",
  "Close the camera": "关闭相机",
  "The camera cannot be used. Type the number under the square.": "相机不能用。请输入码下的编号。",
  "Visitor": "访客",
  "Courier": "快递",
  "Ambulance": "救护车",
  "Fire brigade": "消防",
  "Evacuation": "疏散",
  "Emergency: through at once": "紧急:立即放行",
  "List heard %s minutes ago": "名单 %s 分钟前更新",
  "List heard %s hours ago: connect soon": "名单 %s 小时前更新:请尽快联网",
  "On this phone only: %s": "还在手机里:%s 条",
  "Refused, to mend: %s": "被退回待改:%s 条",
  "All sent": "已全部上传",
  "My shift": "我的班次",
  "Send now": "现在上传",
  "Sending": "正在上传",
  "No network. Everything stays on this phone.": "没有网络。记录都留在手机里。",
  "Sign in again, then send.": "请重新登录,然后上传。",
  "Somebody else is signed in here. Sign in yourself, then send.": "现在登录的是别人。请本人登录后上传。",
  "This phone's clock is off by %s. The office's time is used; set the clock.": "手机时间差了 %s。记录用服务器时间;请校准手机。",
  "%s minutes": "%s 分钟",
  "%s days": "%s 天",
  "Written down on this phone.": "已记在手机里。",
  "Undo": "撤销",
  "The phone is full: NOT written down. Free some room, then try again.": "手机存满了:没有记下。请腾出空间再试。",
  "Temperature": "体温",
  "Let through": "放行",
  "Not let in": "不放行",
  "Refused to answer": "拒绝回答",
  "Refused to be measured": "拒绝测温",
  "Refused a mask": "拒戴口罩",
  "Back": "返回",
  "Measure first, or say that it was refused.": "先量体温,或选拒绝。",
  "Between 34 and 43 degrees: measure again.": "应在 34 到 43 度之间:请重量。",
  "Hot": "发热",
  "Step aside, keep a metre apart, give a mask, measure again after five minutes.": "请到一旁,隔开一米,给口罩,五分钟后复测。",
  "on this phone": "在手机里",
  "stored": "已入库",
  "already there": "早已入库",
  "refused": "被退回",
  "Write it down anew": "重新记",
  "Nothing was recorded yet.": "还没有记录。",
  "Lock": "锁定",
  "Sign off and wipe": "下班并清除",
  "Some entries were not answered yet: send them first.": "还有没上传或被退回的记录:先处理完。",
  "Large type": "大字",
  "中文": "English",
  "To the gate": "回到门岗",
  "With a pass": "持证",
  "The app is out of date. Connect and open it again.": "应用版本旧了。请联网后重新打开。",
  "Valid": "有效",
  "Measure, then let through.": "量体温,然后放行。",
  "Valid, by an old list": "有效,但名单旧了",
  "Long without news from the office. Measure; connect soon.": "很久没联网。先量体温,尽快联网。",
  "Not readable": "读不出来",
  "Scan again, or type the number under the square.": "再扫一次,或输入码下的编号。",
  "Too new for this device": "这台手机还不认识",
  "Connect once, then scan again; or type the number.": "联网一次再扫,或输入编号。",
  "Not issued by us": "不是我们发的",
  "Do not let through. Keep calm, note what you saw in the duty log.": "不要放行。保持冷静,把情况记进值班日志。",
  "For another place": "是别处的证",
  "This pass opens the gates of another place. Register a visitor.": "这张证是别处的。请按访客登记。",
  "Not valid yet": "还没生效",
  "It holds from a later time. Ask at the desk.": "生效时间还没到。请到登记点问。",
  "Expired": "过期",
  "Send to the desk for a new one; the holder may appeal there.": "请到登记点换新证,也可在那里申诉。",
  "Revoked": "已作废",
  "Do not let through with it. The holder may appeal at the desk.": "不能凭它放行。持证人可到登记点申诉。",
  "A picture, not the live page": "是图片,不是实时页面",
  "Ask for the page itself, or type the number.": "请对方打开页面,或输入编号。",
  "The household was out": "这户已出去过",
  "Its rule allows no further outing today. To a doctor always.": "按规定今天不能再出。看病随时可以。",
  "Number not on this list": "名单里没有这个编号",
  "Type it once more, or register a visitor.": "再输一次,或按访客登记。",
  "Delete": "删除",
};

const kept = localStorage.getItem("language");
export const language = ref(kept ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
export const isLarge = ref(localStorage.getItem("type") === "large");

export function dress(): void {
  document.documentElement.lang = language.value === "zh" ? "zh-Hans" : "en";
  if (isLarge.value) document.documentElement.dataset.type = "large";
  else delete document.documentElement.dataset.type;
}

export function turnLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  localStorage.setItem("language", language.value);
  dress();
}

export function turnType(): void {
  isLarge.value = !isLarge.value;
  localStorage.setItem("type", isLarge.value ? "large" : "");
  dress();
}

/** `say("Tries left: %s", 3)` in the guard's language. */
export function say(words: string, ...given: (string | number)[]): string {
  const chosen = language.value === "zh" ? (CHINESE[words] ?? words) : words === "中文" ? "中文" : words;
  return given.reduce<string>((text, one) => text.replace("%s", String(one)), chosen);
}
