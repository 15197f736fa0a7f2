// Plays what a server does that asks others: a list is left by one click, pictures of a stranger are fetched, DNS shows
// a domain, a backup goes to its place, from where the next script's server comes.
//   node stories/others.mjs DEMO_FOLDER PICTURES_FOLDER DNS_PORT HTTPS_PORT KEY.pem CERTIFICATE.pem TARGET_FOLDER
// The demo runs already, asks 127.0.0.1:DNS_PORT and hosts of the web at HTTPS_PORT, believes the certificate, which is
// of news.elsewhere.test, looks at who signs mail from this machine, and has the folder as a target of backups. What
// was done is seen by those who were asked, over IMAP, by the operator's socket, and in the folder.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decoded, deliver, demoIn, Imap, operatorOf, signIn, undoFor } from './server.mjs'
import { launch, mails, play, seen, Stage, until } from './stage.mjs'
import { dnsAt, signerOf, webHostAt, zoneOf } from './their-servers.mjs'
import { wordsOf } from './words.mjs'

const [folder, pictures, dnsPort, httpsPort, key, certificate, target] = process.argv.slice(2)
if (!target) throw new Error('Say where the demo is, where pictures go, which ports are asked, what the host shows, '
    + 'and where backups go')
const RUN = Date.now().toString(36)
const demo = demoIn(folder)
const command = operatorOf(folder)
const HOST = 'news.elsewhere.test'
const { subjectOf, mail, row } = mails(demo, `Others ${RUN}`)
const words = { en: await wordsOf('en'), it: await wordsOf('it') }

/** With both fields of RFC 8058. */
function offer(what) {
    const fields = [`List-Unsubscribe: <https://${HOST}/leave?who=${RUN}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click']
    return mail(what, { from: `offers@${HOST}`, fields })
}

/** Who has not signed what he says of leaving is asked nothing; who has is asked once, and learns nothing more. */
async function oneClick(stage, session, host) {
    const { main, account } = words.it
    const page = await stage.open({ size: 'phone', language: 'it', theme: 'dark', session })
    const banner = page.locator('.banner', { hasText: main.reading.fromList })
    await row(page, 'unsigned').click()
    await banner.getByRole('link', { name: main.reading.unsubscribe }).waitFor()
    await page.locator('.reading').getByRole('button', { name: main.reading.back }).click()
    await row(page, 'offer').click()
    await banner.getByText(account.leaving.how(HOST)).waitFor()
    await stage.look(page, 'one-click-phone-it-dark')
    assert.deepEqual(host.heard, [], 'who reads asks nobody')
    await banner.getByRole('button', { name: main.reading.unsubscribe }).click()
    await page.getByText(account.leaving.left).waitFor()
    await stage.look(page, 'one-click-left-phone-it-dark')
    assert.deepEqual(host.heard.map(({ method, url, body }) => [method, url, body]),
        [['POST', `/leave?who=${RUN}`, 'List-Unsubscribe=One-Click']])
    const { headers } = host.heard[0]
    assert.equal(headers['content-type'], 'application/x-www-form-urlencoded')
    for (const one of ['cookie', 'referer', 'origin', 'from', 'accept-language'])
        assert.equal(headers[one], undefined, one)
    const isLeft = one => one?.flags.includes('$unsubscribed')
    await seen(imap, 'INBOX', subjectOf('offer'), isLeft, 'programs know that it was left')
    stage.played(page, 'one-click-unsubscribe')
    await stage.close(page)
}

/** A picture that one asks for is seen; its host sees this server, once. */
async function picture(stage, session, host) {
    const w = words.en.main
    const page = await stage.open({ size: 'tablet', language: 'en', theme: 'light', session })
    const before = host.heard.length
    await row(page, 'picture').click()
    await page.getByRole('button', { name: w.reading.showPictures }).click()
    const shown = page.locator('.reading iframe').last().contentFrame().locator('img').first()
    const width = () => shown.evaluate(one => one.complete && one.naturalWidth).catch(() => 0)
    await until(width, now => now === 1, 'it is seen')
    const asked = host.heard.slice(before)
    assert.deepEqual(asked.map(({ method, url }) => [method, url]), [['GET', `/seen-by?who=${RUN}`]])
    for (const one of ['cookie', 'referer', 'accept-language', 'forwarded', 'x-forwarded-for'])
        assert.equal(asked[0].headers[one], undefined, one)
    assert.equal(asked[0].headers['user-agent'], 'Sigillo')
    stage.played(page, 'picture-shown')
    await stage.close(page)
}

const part = page => page.locator('#operator-part')

async function openServer(stage, session, how) {
    const { operator: op } = words[how.language]
    const page = await stage.open({ ...how, session })
    await page.getByRole('button', { name: op.title, exact: true }).click()
    await part(page).waitFor()
    return page
}

/** What the page says is to be in DNS is put there, from the page; then it is as it should be. */
async function dnsOfADomain(stage, session, zone, dns) {
    const { operator: op } = words.it
    const domain = demo.address.split('@')[1]
    zone.push(...zoneOf(domain))
    await until(() => command('ListDkim', { domain, now: false }), all => all.length > 0, 'its keys are made')
    const page = await openServer(stage, session, { size: 'desk', language: 'it', theme: 'dark' })
    await page.getByRole('tab', { name: op.parts.domains, exact: true }).click()
    const open = () => part(page).getByRole('button', { name: op.domains.openOne(domain), exact: true }).click()
    await open()
    const missing = await until(() => command('CheckDns', { domain }), Boolean, 'what is missing')
    const needed = missing.filter(one => one.state === 'wrong')
    assert.deepEqual([...new Set(needed.map(one => one.purpose))], ['mx', 'spf', 'dkim', 'dmarc'])
    await part(page).getByText(op.domains.wrong(missing.filter(one => one.state !== 'right').length)).waitFor()
    const wrong = part(page).locator('li', { has: page.locator('.badge.is-wrong') })
    const copied = await wrong.locator('.secret-line code').allInnerTexts()
    assert.deepEqual(copied, needed.map(one => one.record))
    await stage.look(page, 'dns-missing-desk-it-dark')
    zone.push(...copied)
    await page.getByRole('button', { name: op.back }).click()
    await open()
    await part(page).getByText(op.domains.wrong(missing.length - needed.length)).waitFor()
    assert.equal(await part(page).locator('.badge.is-wrong').count(), 0, 'none of them is wrong any more')
    await stage.look(page, 'dns-published-desk-it-dark')
    const now = await command('CheckDns', { domain })
    const right = now.filter(one => one.state === 'right').map(one => one.record)
    assert.deepEqual(right, copied, 'what the command line says')
    for (const one of needed) assert.ok(dns.asked.includes(`${one.name} ${one.type}`), `DNS was asked of ${one.name}`)
    stage.played(page, 'operator-dns')
    await stage.close(page)
}

/** By a link and a password, for somebody here: his mail has the link. */
async function protectedMessage(stage, session) {
    const { main, lock } = words.en
    const page = await stage.open({ size: 'desk', language: 'en', theme: 'light', session })
    await page.getByRole('button', { name: main.compose.write, exact: true }).first().click()
    const panel = page.locator('.compose')
    await panel.locator('.address-field input').first().fill(`${demo.newcomer.address},`)
    await panel.locator('.subject input').fill(subjectOf('protected'))
    await panel.locator('textarea').fill(`Under the mat, ${RUN}.`)
    await panel.locator('.lock').click()
    await panel.getByLabel(lock.othersChoices.password).check()
    await panel.getByRole('button', { name: lock.suggest }).click()
    const password = await panel.locator('.password input').inputValue()
    await panel.getByRole('button', { name: main.compose.send, exact: true }).click()
    await panel.waitFor({ state: 'detached' })
    const theirs = await Imap.open({ ...demo, ...demo.newcomer })
    const newest = async () => decoded(await theirs.whole('INBOX', 'ALL'))
    const text = await until(newest, one => one.includes('/protected#'), 'the link')
    theirs.close()
    await stage.close(page)
    const [path] = /\/protected#[A-Za-z0-9_-]{43}/.exec(text)
    return { subject: subjectOf('protected'), text: `Under the mat, ${RUN}.`, password, path }
}

/** Made at a click, and proven; it lies in the folder, and nothing of the mail can be read there. */
async function backup(stage, session) {
    const { operator: op } = words.en
    const page = await openServer(stage, session, { size: 'desk', language: 'en', theme: 'light' })
    await page.getByRole('tab', { name: op.parts.backups, exact: true }).click()
    const made = async () => (await command('ListBackups'))[0]
    await part(page).getByRole('button', { name: op.backups.now }).click()
    await until(made, one => one.made && one.proven, 'it is made and proven')
    await part(page).getByText('proven ').first().waitFor()
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter(one => one.isFile())
    assert.ok(files.length > 0, 'it lies in the folder')
    for (const one of files)
        assert.ok(!readFileSync(join(one.parentPath, one.name)).includes(RUN), `${one.name} can be read`)
    await part(page).getByRole('heading', { name: op.backups.outcome }).waitFor()
    await stage.look(page, 'backups-desk-en-light')
    stage.played(page, 'operator-backups')
    await stage.close(page)
}

const signer = signerOf(HOST)
const zone = [`${HOST}. IN A 127.0.0.1`, signer.record]
const dns = await dnsAt(Number(dnsPort), zone)
const tls = { key: readFileSync(key), cert: readFileSync(certificate) }
const host = await webHostAt(Number(httpsPort), tls)
const session = await signIn(demo)
const imap = await Imap.open(demo)
await undoFor(demo, session, 0) // what leaves at once is there at once
const [unsigned, signed] = [offer('unsigned'), offer('offer')]
const withPicture = mail('picture', { type: 'text/html; charset=utf-8',
    body: `<p>Look <img src="https://${HOST}/seen-by?who=${RUN}" width="9" height="9"></p>` })
await deliver(demo, [unsigned, { ...signed, text: signer.signed(signed.text) }, withPicture], 'EHLO')
const browser = await launch()
try {
    const stage = new Stage(demo, browser, pictures)
    await play(stage, { 'one click': () => oneClick(stage, session, host),
        'a picture': () => picture(stage, session, host),
        'what DNS shows': () => dnsOfADomain(stage, session, zone, dns),
        // for the script of the server that comes back
        'a protected message': async () => {
            writeFileSync(join(folder, 'protected.json'), JSON.stringify(await protectedMessage(stage, session)))
        },
        'a backup': () => backup(stage, session) }, '')
} finally {
    await browser.close()
    imap.close()
    host.close()
    dns.close()
}
