// The square on the receipt carries the code behind a #, which no server ever sees; here it is only filled in.
const code = document.getElementById("f-code");
if (code && !code.value && location.hash.length > 1) code.value = decodeURIComponent(location.hash.slice(1));
