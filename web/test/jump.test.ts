import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundled, CHROMIUM, look, POLICY } from './browser'
import type { Found } from './jump-page'

const skip = CHROMIUM ? false : 'no Chromium is installed'
const MS_MAX = 60_000

test('a link inside a message goes to its part, and never takes the message away; Enter is for the link', { skip },
    async () => {
    const looked = await look(await bundled('jump-page.tsx'), {}, POLICY, MS_MAX)
    const { jumped, forwarded } = looked.result as Found
    assert.deepEqual(jumped.map(one => [one.isThere, one.scrolled]),
        [[true, 1], [true, 2], [true, 2], [true, 3], [true, 0]], JSON.stringify(looked.result))
    assert.deepEqual(forwarded, ['j', 'Enter'])
    assert.deepEqual(looked.strangers, [])
})
