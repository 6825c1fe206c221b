/** Who stands at the desk, as far as a phone can judge it: the rules of people/idcheck.py that need no register. */

export interface Who {
  name: string;
  id_kind: string;
  id_number: string;
  phone: string;
  address: string;
}

export const NOBODY: Who = { name: "", id_kind: "resident", id_number: "", phone: "", address: "" };
export const PAPERS: Record<string, string> = {
  resident: "Resident identity card",
  passport: "Passport",
  hk_macau: "Travel permit, Hong Kong or Macau",
  taiwan: "Travel permit, Taiwan",
  foreign_permanent: "Foreigner's permanent residence card",
  other: "Another paper",
};

/** GB 11643-1999: a check character by ISO 7064 MOD 11-2 over 17 digits. */
export function checkCharacter(seventeen: string): string {
  let total = 0;
  for (const [place, digit] of [...seventeen].entries()) total += Number(digit) * (2 ** (17 - place) % 11);
  return "10X98765432"[total % 11]!;
}

const compact = (text: string): string => text.normalize("NFKC").replace(/\s/g, "").toUpperCase();

/** The words of what is wrong, by field; everything else the server judges. */
export function wrong(who: Who): Record<string, string> {
  const found: Record<string, string> = {};
  if (!who.name.trim()) found["name"] = "Enter the name. If nobody knows it, write 不详.";
  const number = compact(who.id_number);
  if (number && who.id_kind === "resident") {
    if (!/^\d{17}[\dX]$/.test(number)) found["id_number"] = "A resident number has 18 characters: 17 digits, then a digit or X.";
    else if (checkCharacter(number.slice(0, 17)) !== number[17]) {
      found["id_number"] = "One of the digits is wrong or two are swapped. Compare it with the card.";
    }
  }
  const phone = compact(who.phone).replace(/[-./()]/g, "");
  if (phone && !/^\+?\d{3,16}(X\d{1,6})?$/.test(phone)) found["phone"] = "A telephone number has digits only. Write + before a foreign one.";
  else if (/^1(\d{6,9}|\d{11,})$/.test(phone)) found["phone"] = "A mobile number has 11 digits.";
  return found;
}
