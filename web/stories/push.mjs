// Plays notices of a browser, end to end: it subscribes, the server proves itself and then tells of mail, encrypted;
// what comes goes to the page's worker, and what that shows says no more than was wished and leads to the mail.
//   node stories/push.mjs DEMO_FOLDER PICTURES_FOLDER DNS_PORT KEY.pem CERTIFICATE.pem
// The demo runs already, asks 127.0.0.1:DNS_PORT, and believes the certificate, which is of push.sigillo.test.
// Chromium cannot reach its own push service here: the one of this story stands in its place, from the subscription to
// the hand-over to the worker. All between them is what is shipped.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { ask, deliver, demoIn, Imap, signIn } from './server.mjs'
import { dnsAt, PushService } from './push-service.mjs'
import { launch, rowOf, seen, Stage, until } from './stage.mjs'

const [folder, pictures, dnsPort, key, certificate] = process.argv.slice(2)
if (!certificate) throw new Error('Say where the demo is, where pictures go, which port is asked, and what the service shows')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const SENDER = 'Ottavia Secret'
const SUBJECT = `Salary ${RUN}`
const BODY = `Nobody else is to read ${RUN}.`
const CORE = 'urn:ietf:params:jmap:core'
const MAIL = 'urn:ietf:params:jmap:mail'

const mail = what => ({ from: 'ottavia@elsewhere.test', text: [`From: ${SENDER} <ottavia@elsewhere.test>`,
    `To: ${demo.address}`, `Subject: ${SUBJECT} ${what}`, `Message-ID: <${RUN}-${what}@elsewhere.test>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, '', BODY, ''].join('\n') })

async function jmap(session, calls) {
    const { json: own } = await ask(demo, 'GET', '/.well-known/jmap', undefined, session)
    const accountId = own.primaryAccounts[MAIL]
    const body = { using: [CORE, MAIL], methodCalls: calls(accountId) }
    const { json } = await ask(demo, 'POST', new URL(own.apiUrl, demo.origin).pathname, body, session)
    return json.methodResponses.map(([, answer]) => answer)
}

const subscriptions = async session => (await jmap(session, () => [['PushSubscription/get', { ids: null }, '0']]))[0].list

/** The page subscribes at a push service; of all that a browser does then only this is not its own. */
function subscribes(subscription) {
    PushManager.prototype.subscribe = async options => {
        globalThis.subscribedWith = options
        return { toJSON: () => subscription, unsubscribe: async () => true }
    }
}

/** Who gives on what comes, as a browser does. */
async function giver(page) {
    const tools = await page.context().newCDPSession(page)
    const registration = new Promise(resolve => tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [one] = registrations.filter(other => other.scopeURL.endsWith('/mail/'))
        if (one) resolve(one.registrationId)
    }))
    await tools.send('ServiceWorker.enable')
    return async data => tools.send('ServiceWorker.deliverPushMessage',
        { origin: demo.origin, registrationId: await registration, data })
}

/** Of what is shown: all that a person or a program can see of it. */
function shown(page) {
    return page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications())
        .map(({ title, body, tag, data, lang }) => ({ title, body, tag, lang, data })))
}

/**
 * A click on what is shown. A browser lets no program click: so the event is made in the worker, and where a window
 * would be opened it is noted which, since only a true click may open one.
 */
function click(worker) {
    return worker.evaluate(async () => {
        const [notification] = await self.registration.getNotifications()
        const event = new NotificationEvent('notificationclick', { notification })
        const done = []
        event.waitUntil = promise => done.push(promise)
        let opened
        self.clients.openWindow = async url => { opened = url }
        self.dispatchEvent(event)
        await Promise.allSettled(done)
        return { opened, left: (await self.registration.getNotifications()).length }
    })
}

async function switchOn(page, service) {
    await page.locator('.mailboxes').getByRole('button', { name: 'Impostazioni' }).click()
    await page.getByRole('tab', { name: 'Avvisi' }).click()
    await page.getByLabel('Avvisami della posta nuova').click()
    const [first] = await until(() => service.messages, all => all.length === 1, 'the server proves itself')
    const key = await page.evaluate(() => globalThis.subscribedWith.applicationServerKey)
    assert.equal(first.signedBy, key, 'what comes is signed by the key that the page has named')
    assert.equal(JSON.parse(first.text)['@type'], 'PushVerification')
    assert.equal(await page.evaluate(() => globalThis.subscribedWith.userVisibleOnly), true)
    return first
}

/** What the server sends says that mail has come, and of it nothing. */
function tellsNothing({ text }) {
    const said = JSON.parse(text)
    assert.deepEqual(Object.keys(said).sort(), ['@type', 'changed'])
    assert.equal(said['@type'], 'StateChange')
    for (const states of Object.values(said.changed)) assert.deepEqual(Object.keys(states), ['EmailDelivery'])
    for (const one of [SUBJECT, SENDER, BODY, 'ottavia', demo.address])
        assert.ok(!text.includes(one), `nothing of the mail is in it: ${one}`)
}

async function notices(stage, session, imap, service) {
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    await page.context().grantPermissions(['notifications'], { origin: demo.origin })
    await page.locator('[role=row]').first().waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.evaluate(subscribes, service.subscription)
    const give = await giver(page)
    const first = await switchOn(page, service)
    await give(first.text)
    await until(() => shown(page), all => all.some(one => one.title === 'Gli avvisi sono attivi'),
        'the worker has answered with the code')
    await stage.look(page, 'push-on-phone-it-dark')
    await page.keyboard.press('Escape')
    await deliver(demo, [mail('first')])
    const [, told] = await until(() => service.messages, all => all.length === 2,
        'the server tells of mail, now that the code has come back')
    tellsNothing(told)
    await give(told.text)
    const [plain] = await until(() => shown(page), all => all.some(one => one.title === 'Nuova posta'), 'a notice')
    assert.deepEqual({ ...plain, data: Object.keys(plain.data) },
        { title: 'Nuova posta', body: '', tag: 'mail', lang: 'it', data: ['emailId'] })
    const worker = page.context().serviceWorkers()[0]
    assert.deepEqual(await click(worker), { opened: undefined, left: 0 })
    await page.locator('.reading .text', { hasText: BODY }).waitFor()
    await seen(imap, 'INBOX', `${SUBJECT} first`, one => one?.flags.includes('\\Seen'), 'what a notice leads to is read')
    await shows(page, give, told, worker)
    await switchOff(page, session)
    await stage.close(page)
}

/** Who has written and about what is shown where that was wished; where no page is open a click opens one. */
async function shows(page, give, told, worker) {
    await page.goto(`${demo.origin}/mail/`)
    await page.locator('.mailboxes').getByRole('button', { name: 'Impostazioni' }).click()
    await page.getByRole('tab', { name: 'Avvisi' }).click()
    await page.getByLabel('Mostra chi ha scritto').check()
    await deliver(demo, [mail('second')])
    await give(told.text)
    const [whole] = await until(() => shown(page), all => all.some(one => one.title === SENDER), 'a notice that says it')
    assert.equal(whole.body, `${SUBJECT} second`)
    await page.goto('about:blank')
    const { opened } = await click(worker)
    await page.goto(new URL(opened, demo.origin).href)
    await page.locator('.reading .text', { hasText: BODY }).waitFor()
    await page.locator('.reading', { hasText: `${SUBJECT} second` }).waitFor()
}

async function switchOff(page, session) {
    await page.goto(`${demo.origin}/mail/`)
    const device = await page.evaluate(() => localStorage.getItem('sigillo device'))
    const mine = async () => (await subscriptions(session)).filter(one => one.deviceClientId === device)
    assert.equal((await mine()).length, 1)
    await page.locator('.mailboxes').getByRole('button', { name: 'Impostazioni' }).click()
    await page.getByRole('tab', { name: 'Avvisi' }).click()
    await page.getByLabel('Avvisami della posta nuova').click()
    await until(mine, all => all.length === 0, 'the server tells nobody any more')
}

const began = Date.now()
const dns = await dnsAt(Number(dnsPort))
const service = await PushService.open({ key: readFileSync(key), cert: readFileSync(certificate) })
const session = await signIn(demo)
const imap = await Imap.open(demo)
const browser = await launch()
try {
    await notices(new Stage(demo, browser, pictures), session, imap, service)
    assert.deepEqual(service.faults, [], 'what the push service complains of')
    assert.equal(service.messages.length, 2, 'changes of ten seconds go together, and nothing comes when it is off')
    console.log(`${String(Date.now() - began).padStart(6)} ms  notices, from the server to a click`)
} finally {
    await browser.close()
    imap.close()
    service.close()
    dns.close()
}
