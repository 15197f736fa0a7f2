// Somebody who was invited: from the link to his mail, with a passphrase that is in no request; and those who come
// after him.
import assert from 'node:assert/strict'

const PASSPHRASE = 'sette gatti sul tetto rosso'
const WORDS = { en: { submit: 'Make my account', have: 'I have it', mail: 'Open my mail' },
    it: { submit: 'Crea la mia casella', have: "Ce l'ho", mail: 'Apri la mia posta' } }

/** {@code visit}: opens a page of a fresh browser at a path; `close` looks at its faults. */
export async function invited({ visit, look, close, link, name, size, language }) {
    const words = WORDS[language]
    /** Answers that are meant are no fault of the page. */
    const closeBut = (status, one) => {
        one.faults = one.faults.filter(fault => !fault.includes(`status of ${status}`))
        return close(one)
    }
    const path = `/invitation${link.slice(link.indexOf('#'))}`
    const early = await visit({ size, language }, path)
    await early.locator('input[name=name]').waitFor()
    await close(early) // closed before anything was said: the link is as good as before
    const page = await visit({ size, language }, path)
    const requests = []
    page.on('request', one => requests.push(`${one.url()} ${one.postData() ?? ''}`))
    await page.locator('input[name=name]').fill('postmaster')
    await page.locator('input[name=passphrase]').fill(PASSPHRASE)
    await page.locator('input[name=again]').fill(PASSPHRASE)
    await look(page, `invitation-${size}-${language}`)
    await page.getByRole('button', { name: words.submit }).click()
    await page.locator('.wrong:not(:empty)').waitFor()
    await page.locator('input[name=name]').fill(name)
    await page.getByRole('button', { name: words.submit }).click()
    const code = await page.locator('.code').innerText()
    await look(page, `invitation-kit-${size}-${language}`)
    await page.locator('input[name=code]').fill(code.toLowerCase())
    await page.getByRole('button', { name: words.have }).click()
    await page.getByRole('link', { name: words.mail }).waitFor()
    await look(page, `invitation-done-${size}-${language}`)
    assert.ok(!requests.some(one => one.includes(PASSPHRASE) || one.includes(encodeURIComponent(PASSPHRASE))),
        'the passphrase leaves the browser')
    assert.ok(!page.url().includes('#'), 'the used link stays in the address')
    await page.getByRole('link', { name: words.mail }).click()
    await page.locator('nav.mailboxes, .mailboxes').first().waitFor({ state: 'attached' })
    await closeBut(409, page)
    const late = await visit({ size, language }, path)
    await late.locator('[role=alert]').waitFor()
    assert.equal(await late.locator('input').count(), 0, 'who comes second has no form')
    await closeBut(404, late)
}
