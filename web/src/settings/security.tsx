import { useSignal } from '@preact/signals'
import { Asking, failureText, type OwnProps, PasswordAgain, Secret, textOf } from './asking'
import { useAsked } from '../ui/connection'
import { Loading } from '../ui/missing'
import type { OpenPgp } from '../openpgp/openpgp'
import { Passkeys } from './passkeys'
import { ChangePassword } from './password'
import { Qr } from './qr'

interface Factor { isOn: boolean, codesLeft: number }

/**
 * How one signs in: password, recovery kit, second factor. Where the server must see a password, that is a page of
 * its own.
 */
export function Security(props: OwnProps & { openPgp: () => Promise<OpenPgp> }) {
    const { own } = props
    return <>
        <section><h3>{own.security.password}</h3><ChangePassword {...props} /></section>
        <section><h3>{own.security.kit}</h3><p class="note">{own.security.kitWhat}</p><p><a href="/kit">{own.security.newKit}</a></p></section>
        <Passkeys {...props} />
        <SecondFactor {...props} />
    </>
}

type Step = { kind: 'shown' } | { kind: 'on' } | { kind: 'confirm', secret: string, link: string } | { kind: 'codes', codes: string[] } | { kind: 'anew' } | { kind: 'off' }

/** TOTP, RFC 6238. */
function SecondFactor({ words, own, pages }: OwnProps) {
    const factor = useSignal<Factor | undefined>(undefined)
    const step = useSignal<Step>({ kind: 'shown' })
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<Factor>('/api/second-factor')
        if (got.ok) {
            if (factor.value === undefined) told.value = ''
            factor.value = got.value
        } else told.value = failureText(got.error, own)
    }
    useAsked(load, () => factor.value === undefined)
    const go = (next: Step) => { told.value = ''; step.value = next }
    const back = () => { go({ kind: 'shown' }); void load() }
    const codes = async (path: string, body: object) => {
        const got = await pages.post<{ codes: string[] }>(path, body)
        if (got.ok) go({ kind: 'codes', codes: got.value.codes })
        return got.ok ? '' : failureText(got.error, own)
    }
    const one = factor.value
    const at = step.value
    return <section>
        <h3>{own.security.factor}</h3>
        <p class="note">{own.security.factorWhat}</p>
        {!one && told.value === '' && <Loading words={words} />}
        {one && at.kind === 'shown' && <>
            <p>{one.isOn ? own.security.isOn(one.codesLeft) : own.security.isOff}</p>
            <div class="row-of">{one.isOn ? <>
                <button type="button" onClick={() => go({ kind: 'anew' })}>{own.security.newCodes}</button>
                <button type="button" onClick={() => go({ kind: 'off' })}>{own.security.turnOff}</button></>
                : <button type="button" onClick={() => go({ kind: 'on' })}>{own.security.turnOn}</button>}</div>
        </>}
        {at.kind === 'on' && <Asking own={own} submit={own.security.turnOn} onCancel={back} work={async form => {
            const begun = await pages.postWith<{ secret: string, link: string }>('/api/second-factor/begin', textOf(form, 'password'), {})
            if (begun.ok) go({ kind: 'confirm', ...begun.value })
            return begun.ok ? '' : failureText(begun.error, own)
        }}><PasswordAgain own={own} /></Asking>}
        {at.kind === 'confirm' && <>
            <p>{own.security.scan}</p>
            <Qr pages={pages} text={at.link} label={own.security.secret} />
            <Secret own={own} text={at.secret} label={own.security.secret} />
            <Asking own={own} submit={own.security.turnOn} onCancel={back} work={form => codes('/api/second-factor/confirm', { code: textOf(form, 'code').trim() })}><Code label={own.security.code} /></Asking>
        </>}
        {at.kind === 'anew' && <Asking own={own} submit={own.security.newCodes} onCancel={back} work={form => codes('/api/second-factor/codes', { code: textOf(form, 'code').trim() })}>
            <Code label={own.security.code} /></Asking>}
        {at.kind === 'off' && <Asking own={own} submit={own.security.turnOff} onCancel={back} work={async form => {
            const off = await pages.postWith('/api/second-factor/off', textOf(form, 'password'), { code: textOf(form, 'code').trim() })
            if (off.ok) { back(); told.value = own.security.turnedOff }
            return off.ok ? '' : failureText(off.error, own)
        }}><PasswordAgain own={own} /><Code label={own.security.code} /></Asking>}
        {at.kind === 'codes' && <>
            <p class="warning" role="note">{own.security.backup}</p>
            <ul class="codes">{at.codes.map(code => <li><code>{code}</code></li>)}</ul>
            <div class="buttons"><button type="button" class="main" onClick={back}>{own.security.kept}</button></div>
        </>}
        <div role="status">{told.value}</div>
    </section>
}

function Code({ label }: { label: string }) {
    return <label>{label}<input type="text" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck={false} maxLength={40} required /></label>
}
