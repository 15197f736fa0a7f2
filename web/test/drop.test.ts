import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundled, CHROMIUM, look, POLICY } from './browser'
import type { Found } from './drop-page'

const skip = CHROMIUM ? false : 'no Chromium is installed'
const MS_MAX = 60_000

test('what is dropped into the text stands where it was dropped, as clean as what is pasted', { skip }, async () => {
    const looked = await look(await bundled('drop-page.tsx'), {}, POLICY, MS_MAX)
    const { texts, files, own, pwned } = looked.result as Found
    const [words, html, link, script] = texts as [string, string, string, string]
    assert.ok(words.includes('<div>First line</div><div>plain wordsSecond line</div>'), JSON.stringify(looked.result))
    assert.ok(/<b[^>]*>bold<\/b>/.test(html) && !/onerror|script/.test(html), html)
    assert.ok(/<a href="https:\/\/elsewhere\.example\/a\?b=1&amp;c=[^"]*"[^>]*>https/.test(link), link)
    assert.equal(script, link, 'no program is a link')
    assert.equal(files, 1)
    assert.equal(own, false, 'what is moved within the text is moved by the browser')
    assert.equal(pwned, false)
    assert.deepEqual(looked.strangers, [])
})
