// An owner whose password was made anew by the operator: his mail is locked, the webmail says so, and it is opened again.
//   node stories/locked.mjs DEMO_FOLDER PICTURES_FOLDER ADDRESS PASSWORD FORMER
// The demo runs already; the reset is over, and mail had come before.
import assert from 'node:assert/strict'
import { demoIn, signIn } from './server.mjs'
import { launch, Stage } from './stage.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, address, password, former] = process.argv.slice(2)
if (!former) throw new Error('Say where the demo is, where pictures go, whose account it is, and both passwords')
const demo = { ...demoIn(folder), address, password }
const { account, main } = await wordsOf('it')
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'light', session: await signIn(demo) })
    await page.getByText(main.list.failed).waitFor()
    await page.getByText(account.locked.what).waitFor()
    await stage.look(page, 'locked-phone-it-light')
    await page.getByRole('link', { name: account.locked.open }).click()
    await page.locator('input[name=former]').fill(former)
    await page.locator('form button').last().click()
    await page.waitForURL(url => !url.pathname.startsWith('/locked'))
    await page.goto(`${demo.origin}/mail/`)
    await page.locator('[role=row]', { hasText: 'before the reset' }).first().waitFor()
    assert.equal(await page.getByText(main.list.failed).count(), 0)
    stage.played(page, 'locked')
    await stage.close(page)
} finally {
    await browser.close()
}
