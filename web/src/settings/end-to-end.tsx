import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { handOver } from '../base/hand-over'
import type { CertificateFacts } from '../openpgp/calls'
import type { OpenPgp, Published } from '../openpgp/openpgp'
import type { VaultTrouble } from '../openpgp/vault'
import { longDate } from '../text/dates'
import { sealedWords, type SealedWords } from '../text/sealed'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'
import { Asking, failureText, type OwnProps, PasswordAgain, textOf } from './asking'
import { proofOf, StepUp } from './step-up'
import { RecoveryCode } from './recovery-code'
import { Unlock } from './unlock'

const PASSPHRASE_MIN = 12

interface Props extends OwnProps { openPgp: () => Promise<OpenPgp> }
/** `authenticating`: of the password that was typed just now. */
interface Begun { code: string, authenticating: string }
/** `tries`: how often publishing has ended here, whatever came of it. */
interface PartProps extends OwnProps { sealed: SealedWords, openPgp: OpenPgp, told: Signal<string>, tries: Signal<number> }

/** Keys for mail that only its two ends can read: made, brought, taken along. */
export function EndToEndPage(props: Props) {
    const sealed = sealedWords(props.words)
    const there = useSignal<OpenPgp | undefined>(undefined)
    const told = useSignal('')
    const tries = useSignal(0)
    const isLost = useSignal(false)
    const load = async () => {
        isLost.value = false
        const one = await props.openPgp().catch(() => undefined)
        await one?.ready()
        there.value = one?.isAway.value ? undefined : one
        isLost.value = there.value === undefined
    }
    useAsked(load, () => isLost.value)
    const openPgp = there.value
    const words = sealed.settings
    return <>
        <p>{words.what}</p>
        <p class="note">{words.notIf}</p>
        {openPgp ? <Step {...props} sealed={sealed} openPgp={openPgp} told={told} tries={tries} />
            : isLost.value ? <Missing words={props.words} again={load} /> : <Loading words={props.words} />}
        <div role="status">{told.value}</div>
    </>
}

function Step(props: PartProps) {
    const { sealed, openPgp } = props
    const code = useSignal<Begun | undefined>(undefined)
    if (code.value !== undefined) return <Code {...props} {...code.value} onDone={() => { code.value = undefined }} />
    switch (openPgp.state.value) {
        case 'none': return <TurnOn {...props} onBegun={begun => { code.value = begun }} />
        case 'open': return <Keys {...props} />
        default: return <Unlock own={sealed} openPgp={openPgp} />
    }
}

function TurnOn({ own, sealed, openPgp, pages, onBegun }: PartProps & { onBegun: (begun: Begun) => void }) {
    return <section><p><b>{sealed.settings.none}</b></p>
        <Asking own={own} submit={sealed.settings.turnOn} work={async form => {
            const made = await pages.stretched(textOf(form, 'password'))
            if (!made.ok) return failureText(made.error, own)
            const begun = await openPgp.begin(made.value.authenticating, made.value.secret)
            if (!begun.ok) return whyNot(sealed, begun.error)
            onBegun({ code: begun.value.text, authenticating: made.value.authenticating })
            return ''
        }}><PasswordAgain own={own} /></Asking>
    </section>
}

/** It is shown once; the key is made when it was typed back, and takes the place of one that was published before. */
function Code(props: PartProps & Begun & { onDone: () => void }) {
    const { own, sealed: { settings }, sealed, openPgp, pages, told, code, authenticating, onDone } = props
    return <section>
        <h3>{settings.codeTitle}</h3>
        <p>{settings.codeWhat}</p>
        <p><code class="code">{code}</code></p>
        <p class="row-of"><button type="button" onClick={() => print()}>{settings.print}</button>
            <button type="button" onClick={() => handOver(new Blob([settings.file(pages.address, code)]), 'sigillo-recovery-code.txt')}>{settings.save}</button></p>
        <Asking own={own} submit={settings.confirm} work={async form => {
            const confirmed = await openPgp.confirm(textOf(form, 'code'))
            if (!confirmed.ok) return confirmed.error === 'passphrase' || confirmed.error === 'refused' ? settings.codeWrong : whyNot(sealed, confirmed.error)
            const made = await openPgp.makeKeys(textOf(form, 'name').trim())
            if (!made.ok) return whyNot(sealed, made.error)
            told.value = (await openPgp.publish({ authenticating })).ok ? settings.done : settings.notPublished
            onDone()
            return ''
        }}>
            <label>{settings.codeBack}<input type="text" name="code" autocomplete="off" maxLength={200} autocapitalize="characters" spellcheck={false} required /></label>
            <Name label={settings.name} />
        </Asking>
    </section>
}

function Name({ label }: { label: string }) { return <label>{label}<input type="text" name="name" autocomplete="name" maxLength={100} /></label> }

function Keys(props: PartProps) {
    const { words, own, sealed, openPgp } = props
    const { settings } = sealed
    const keys = openPgp.keys.value
    return <>
        <section>
            <h3>{settings.keys}</h3>
            {keys.length === 0 && <p>{settings.makeFirst}</p>}
            <ul class="lines">{keys.map(({ certificate, isCurrent, renews }) => <li key={certificate.fingerprint}><div>
                <b>{certificate.userIds.join(', ')}</b> <span class="note">{isCurrent ? settings.current : settings.old}</span>
                <small class="note">{settings.made(longDate(new Date(certificate.createdAt).toISOString(), words))}</small>
                {certificate.expiresAt !== undefined && <small class={isCurrent && !renews && isSoon(certificate) ? 'wrong' : 'note'}>
                    {(renews && isCurrent ? settings.renews : isCurrent ? settings.renewIt : settings.until)(longDate(new Date(certificate.expiresAt).toISOString(), words))}</small>}
                <small><code>{certificate.fingerprint.toUpperCase().replace(/.{4}(?!$)/g, '$& ')}</code></small></div>
                <button type="button" onClick={() => void revocation(openPgp, certificate.fingerprint)}>{settings.revocation}</button></li>)}</ul>
            {keys.length > 0 && <p class="note">{settings.revocationWhat}</p>}
        </section>
        {keys.length > 0 && <GivenToOthers {...props} />}
        {keys.length > 0 && <Export {...props} />}
        <Import {...props} />
        <details><summary>{settings.newCode}</summary><p class="note">{settings.newCodeWhat}</p>
            <RecoveryCode own={own} sealed={sealed} pages={props.pages} onDone={() => { props.told.value = settings.codeKept }}
                codes={{ renew: ({ authenticating }, password) => openPgp.renew(authenticating, password), confirm: typed => openPgp.confirm(typed) }} /></details>
        <details><summary>{settings.make}</summary><p class="note">{settings.makeWhat}</p>
            <Asking own={own} submit={settings.make} work={async form => {
                const made = await openPgp.makeKeys(textOf(form, 'name').trim())
                return made.ok ? published(props, form, settings.madeNew) : whyNot(sealed, made.error)
            }}><Name label={settings.name} /><StepUp own={own} pages={props.pages} /></Asking></details>
    </>
}

/**
 * Where a page was closed in between, or another program has published: what others get, and what comes at level L2,
 * is of another key.
 */
function GivenToOthers(props: PartProps) {
    const { own, sealed: { settings }, openPgp, pages, tries } = props
    /** `beside`: the key that was in use then; one that was made since is being published. */
    const there = useSignal<Published & { beside?: string } | undefined>(undefined)
    const current = openPgp.keys.value.find(one => one.isCurrent)?.certificate
    useEffect(() => void openPgp.published().then(one => { there.value = one && current && { ...one, beside: current.fingerprint } }), [tries.value])
    const now = there.value
    if (!now || !current || now.beside !== current.fingerprint) return null
    const isAnother = now.fingerprint !== current.fingerprint
    if (!isAnother && (now.encryptedTo ?? current.fingerprint) === current.fingerprint) return null
    return <section class="wrong-key"><p class="wrong">{now.fingerprint === undefined ? settings.givenNone : isAnother ? settings.givenAnother : settings.encryptedToAnother}</p>
        <Asking own={own} submit={settings.give} work={form => published(props, form, settings.given)}><StepUp own={own} pages={pages} /></Asking></section>
}

const SOON_MS = 30 * 86_400_000

function isSoon({ expiresAt }: CertificateFacts): boolean { return expiresAt !== undefined && expiresAt - Date.now() < SOON_MS }

/** What this server gives to others from now on. The key itself is kept, whatever comes of it. */
async function published({ sealed: { settings }, openPgp, pages, told, tries }: PartProps, form: FormData, done: string): Promise<string> {
    const proof = await proofOf(form, pages)
    const now = proof.ok ? await openPgp.publish(proof.value) : proof
    told.value = now.ok ? done : settings.notPublished
    tries.value++
    return ''
}

async function revocation(openPgp: OpenPgp, fingerprint: string): Promise<void> {
    const made = await openPgp.worker.call('revocation', fingerprint)
    if (made.ok) handOver(new Blob([made.value]), `revocation-${fingerprint.slice(-16)}.asc`)
}

function Export({ own, sealed, sealed: { settings }, openPgp, told }: PartProps) {
    return <details><summary>{settings.export}</summary><p class="note">{settings.exportWhat}</p>
        <Asking own={own} submit={settings.export} work={async form => {
            const [passphrase, again] = [textOf(form, 'passphrase'), textOf(form, 'again')]
            if (passphrase !== again) return settings.differs
            if ([...passphrase].length < PASSPHRASE_MIN) return settings.short
            const armoured = await openPgp.worker.call('exportKeys', passphrase)
            if (!armoured.ok) return whyNot(sealed, armoured.error)
            handOver(new Blob([armoured.value]), 'openpgp-keys.asc')
            told.value = settings.exported
            return ''
        }}>
            <label>{settings.passphrase}<input type="password" name="passphrase" autocomplete="new-password" maxLength={1024} required /></label>
            <label>{settings.passphraseAgain}<input type="password" name="again" autocomplete="new-password" maxLength={1024} required /></label>
        </Asking></details>
}

/** Never silently: who brings it says so, and whether it is used. */
function Import(props: PartProps) {
    const { own, sealed, openPgp, told } = props
    const { settings } = sealed
    const text = useSignal('')
    return <details><summary>{settings.import}</summary><p class="note">{settings.importWhat}</p>
        <Asking own={own} submit={settings.importDo} work={async form => {
            const brought = await openPgp.importKeys(text.value, textOf(form, 'passphrase'), form.get('use') === 'on')
            if (!brought.ok) return whyNot(sealed, brought.error)
            text.value = ''
            if (form.get('use') === 'on') return published(props, form, settings.imported)
            told.value = settings.imported
            return ''
        }}>
            <label>{settings.importFile}<input type="file" accept=".asc,.gpg,.pgp,.txt" onChange={event => void event.currentTarget.files?.[0]?.text().then(got => { text.value = got.slice(0, 1 << 20) })} /></label>
            <textarea aria-label={settings.importFile} rows={3} maxLength={1 << 20} spellcheck={false} value={text.value} onInput={event => { text.value = event.currentTarget.value }} />
            <label>{settings.importPassphrase}<input type="password" name="passphrase" autocomplete="off" maxLength={1024} /></label>
            <label class="choice"><input type="checkbox" name="use" /> {settings.importUse}</label>
            <StepUp own={own} pages={props.pages} />
        </Asking></details>
}

function whyNot(sealed: SealedWords, error: VaultTrouble): string { return sealed.settings.why[error] ?? sealed.settings.why['other']! }
