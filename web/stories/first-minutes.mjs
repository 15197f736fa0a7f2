// What a person does to set up a server, a step each time, in a browser of its own that knows nothing of the one
// before:
//   node stories/first-minutes.mjs STEP FACTS PICTURES_FOLDER
// FACTS: JSON, with the file that keeps this person's cookies; what is found goes to standard output, as JSON.
// Pictures are for eyes.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { CHROMIUM } from './stage.mjs'

const [step, said, pictures] = process.argv.slice(2)
const facts = JSON.parse(said)
const PATIENCE_MS = 40_000

const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const step_ = (page, number) => page.getByText(`Step ${number} of 6`).waitFor()

/**
 * Until there is an account the code lets a browser in; from then on its owner signs in: here by what is left for
 * his passkey.
 */
async function showCode(page, number) {
    await page.goto(`${facts.origin}/setup`)
    await page.locator('#code').fill(facts.code)
    await press(page, 'Go on')
    await step_(page, number)
}

async function signIn(page) {
    await page.goto(`${facts.origin}/setup`)
    assert.ok(!page.url().includes('/sign-in'), page.url())
}

/** One with a secret for this server, or without. */
async function authenticator(session, hasPrf) {
    const options = { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true,
        hasUserVerification: true, hasPrf, isUserVerified: true, automaticPresenceSimulation: true }
    return (await session.send('WebAuthn.addVirtualAuthenticator', { options })).authenticatorId
}

const STEPS = {
    /** Step 1: what the page finds of this machine. */
    async check(page) {
        await showCode(page, 1)
        await page.locator('.checks').waitFor()
        const lines = await page.locator('.checks li').evaluateAll(all => all.map(one => ({ state: one.querySelector('.badge').innerText, text: one.innerText })))
        await press(page, 'Go on')
        await step_(page, 2)
        return { lines }
    },
    async names(page) {
        await showCode(page, 2)
        await page.locator('#domain').fill(facts.domain)
        await press(page, 'Go on')
        await step_(page, 3)
    },
    async certificate(page) {
        await showCode(page, 3)
        await page.locator('input[name=terms][value=agreed]').check()
        await press(page, 'Go on')
        await page.getByText('begins anew').first().waitFor()
        await step_(page, 4) // nobody presses "reload"
    },
    /**
     * The browser is closed when the server has answered, and before it shows that: the recovery code in it is never
     * seen.
     */
    async account(page) {
        await showCode(page, 4)
        await page.locator('#name').fill(facts.address.split('@')[0])
        await page.locator('input[name=way][value=passkey]').check()
        assert.ok(!await page.locator('#next').isVisible(), 'whoever wants a passkey thinks of no passphrase')
        await press(page, 'Go on')
        const passphrase = await page.locator('.secret').innerText()
        const answered = new Promise((resolve, reject) => page.route('**/setup', route => {
            if (route.request().method() === 'POST') route.fetch().then(resolve, reject)
            else route.continue()
        }))
        await page.getByRole('button', { name: 'I have it on paper', exact: true }).click({ noWaitAfter: true })
        assert.equal((await answered).status(), 200)
        await page.close()
        return { passphrase }
    },
    /** Another one is made. */
    async code(page) {
        await signIn(page)
        await page.waitForURL('**/kit')
        await page.locator('input[type=password]').fill(facts.passphrase)
        await press(page, 'Make a new code')
        return { kit: await page.locator('.secret').innerText() }
    },
    /** The browser that showed the recovery code is gone; it is typed from paper. */
    async kit(page) {
        await signIn(page)
        await page.waitForURL('**/kit')
        await page.locator('#code').fill(facts.kit)
        await page.locator('#code').press('Enter')
        await step_(page, 5)
    },
    async dns(page) {
        await signIn(page)
        await step_(page, 5)
        await page.locator('#by').selectOption('rfc2136')
        await page.locator('form', { has: page.locator('#by') }).getByRole('button').click()
        await page.locator('#server').fill(facts.server)
        await page.locator('#key').fill(facts.key)
        await page.locator('#secret').fill(facts.secret)
        await press(page, 'Publish')
        const published = await page.getByText('Records published:').innerText()
        await page.getByRole('button', { name: 'Go on', exact: true }).last().click()
        await step_(page, 6)
        return { published }
    },
    /** Waits for DNS, the certificate, and mail from outside that comes meanwhile. */
    async watch(page) {
        await signIn(page)
        await step_(page, 6)
        for (const end = Date.now() + PATIENCE_MS; ; await page.waitForTimeout(500), await page.goto(`${facts.origin}/setup`)) {
            const text = await page.locator('main').innerText()
            const isThere = ['What mail needs of DNS is there.', 'Mail programs trust the certificate of', 'Mail has come.'].every(one => text.includes(one))
            if (isThere) break
            if (Date.now() > end) assert.fail(text)
        }
        await press(page, 'End the set-up')
        await page.getByText('This server is set up').first().waitFor()
        return { link: await page.getByRole('link', { name: 'Make the passkey' }).getAttribute('href') }
    },
    /** By the server's name: a passkey that has no secret opens nothing, and says so; the next one opens the mail. */
    async passkey(page) {
        const session = await page.context().newCDPSession(page)
        await session.send('WebAuthn.enable')
        const plain = await authenticator(session, false)
        await page.goto(facts.link)
        await press(page, 'Make the passkey')
        await page.getByRole('status').filter({ hasText: 'so it cannot open your mail' }).waitFor()
        await page.screenshot({ path: join(pictures, 'passkey-without-secret.png') })
        await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: plain })
        await authenticator(session, true)
        await press(page, 'Try another device or security key')
        await page.getByRole('status').filter({ hasText: 'opens your mail. Keep the paper' }).waitFor()
        await page.context().clearCookies()
        await page.goto(`https://${facts.host}/mail/`)
        await press(page, 'Sign in with a passkey')
        await page.locator('[role=row]', { hasText: facts.subject }).first().waitFor()
        const late = await page.context().newPage()
        await late.goto(facts.link)
        await press(late, 'Make the passkey')
        await late.getByRole('alert').filter({ hasText: 'no longer' }).waitFor()
        await late.close()
    },
    /** By its name, with a certificate that the browser believes: reads what has come, and answers. */
    async mail(page) {
        await page.goto(`https://${facts.host}/mail/`)
        await page.locator('input[name=address]').fill(facts.address)
        await page.locator('input[name=password]').fill(facts.passphrase)
        await page.locator('input[name=password]').press('Enter')
        await page.locator('[role=row]', { hasText: facts.subject }).first().click()
        await page.locator('.reading .text', { hasText: facts.text }).waitFor()
        await page.screenshot({ path: join(pictures, 'reading.png') })
        await page.keyboard.press('c')
        await page.locator('.compose [role=combobox]').first().fill(`${facts.to},`)
        await page.locator('.compose .subject input').fill(facts.answer)
        await page.locator('.compose textarea').fill('The first mail from here.')
        await page.locator('.compose').getByRole('button', { name: 'Send', exact: true }).click()
        await page.locator('.compose').waitFor({ state: 'detached' })
        await page.waitForTimeout(facts.linger ?? 0)
    },
}

mkdirSync(pictures, { recursive: true })
const byName = ['mail', 'passkey'].includes(step)
const hasAccount = !byName && !['check', 'names', 'certificate'].includes(step)
const kept = hasAccount && existsSync(facts.state) ? { storageState: facts.state } : {}
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
try {
    const context = await browser.newContext({ ignoreHTTPSErrors: !byName, ...kept,
        viewport: { width: 1200, height: 900 }, locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const found = await STEPS[step](page).catch(async error => {
        const text = await page.evaluate(() => document.body.innerText).catch(() => '')
        throw new Error(`${error.message}\nat ${page.url()}:\n${text}`)
    })
    if (!page.isClosed()) await page.screenshot({ path: join(pictures, `${step}.png`) })
    if (hasAccount) await context.storageState({ path: facts.state })
    console.log(JSON.stringify(found ?? {}))
} finally {
    await browser.close()
}
