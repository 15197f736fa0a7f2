import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { hasPasskeys, made, type MakeAsked } from '../login/passkeys'
import type { OpenPgp } from '../openpgp/openpgp'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Asking, failureText, type OwnProps, PasswordAgain, textOf } from './asking'

interface Passkey { number: number, name: string, createdAt: string, opens: boolean, isSuspect: boolean, lastUse?: { at: string, network?: string } }
const PATH = '/api/passkeys'

/** Made, called otherwise, taken away. One that opens the mail signs in by itself; another stands in for a code. */
export function Passkeys({ words, own, pages, openPgp }: OwnProps & { openPgp: () => Promise<OpenPgp> }) {
    const all = useSignal<Passkey[] | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<{ passkeys: Passkey[] }>(PATH)
        if (got.ok) all.value = got.value.passkeys
        else told.value = failureText(got.error, own)
    }
    useEffect(() => void load(), [])
    const make = async (form: FormData) => {
        const proof = await pages.proof(textOf(form, 'password'))
        const asked = proof.ok ? await pages.post<MakeAsked>(`${PATH}/begin`, proof.value) : proof
        if (!proof.ok) return failureText(proof.error, own)
        if (!asked.ok) return failureText(asked.error, own)
        const passkey = await made(asked.value)
        if (!passkey) return own.passkeys.notMade
        const kept = await pages.post<{ opens: boolean }>(`${PATH}/finish`, { name: textOf(form, 'name').trim(), ...passkey.sent })
        if (!kept.ok) return failureText(kept.error, own)
        // that what is encrypted opens by it as well is more than was asked for
        if (kept.value.opens && passkey.vault) await openPgp().then(one => one.addPasskey(proof.value.authenticating, passkey.vault!)).catch(() => undefined)
        told.value = kept.value.opens ? own.passkeys.opens : own.passkeys.opensNothing
        await load()
        return ''
    }
    const change = async (asked: ReturnType<typeof pages.post>, done: string) => {
        const got = await asked
        told.value = got.ok ? done : failureText(got.error, own)
        await load()
        return ''
    }
    return <section>
        <h3>{own.passkeys.title}</h3>
        <p class="note">{own.passkeys.what}</p>
        <ul class="lines">{all.value?.map(one => <li key={one.number}>
            <div><b>{inert(one.name)}</b> <span class="note">{one.opens ? own.passkeys.opensShort : own.passkeys.opensNothingShort}</span>
                <small class="note">{one.lastUse ? own.lastUse(longDate(one.lastUse.at, words), '', one.lastUse.network ?? '') : own.never} · {own.made(longDate(one.createdAt, words))}</small>
                {one.isSuspect && <small class="wrong">{own.passkeys.suspect}</small>}</div>
            <button type="button" aria-label={own.passkeys.removeOne(inert(one.name))} onClick={() => void change(pages.remove(PATH, { number: one.number }), own.passkeys.removed)}>{own.passkeys.remove}</button>
            <details class="whole"><summary aria-label={own.passkeys.renameOne(inert(one.name))}>{own.passkeys.rename}</summary>
                <Asking own={own} submit={words.settings.save} isQuiet work={form => change(pages.post(PATH, { number: one.number, name: textOf(form, 'name') }), words.settings.saved)}>
                    <label>{own.passkeys.name}<input type="text" name="name" required maxLength={100} defaultValue={one.name} autocomplete="off" /></label></Asking></details>
        </li>)}</ul>
        {hasPasskeys() ? <details><summary>{own.passkeys.make}</summary><Asking own={own} submit={own.passkeys.make} work={make}>
            <label>{own.passkeys.name}<input type="text" name="name" required maxLength={100} placeholder={own.passkeys.nameHint} autocomplete="off" /></label>
            <PasswordAgain own={own} /></Asking></details> : <p>{own.passkeys.cannot}</p>}
        <div role="status">{told.value}</div>
    </section>
}
