import { useSignal } from '@preact/signals'
import type { OpenPgp } from '../openpgp/openpgp'
import type { SealedWords } from '../text/sealed'

/** Opens the vault of who is signed in already: by his password, which stays here, or the recovery code. */
export function Unlock({ own, openPgp }: { own: SealedWords, openPgp: OpenPgp }) {
    const isByCode = useSignal(false)
    const isBusy = useSignal(false)
    const wrong = useSignal('')
    const submit = async (event: Event) => {
        event.preventDefault()
        const form = event.currentTarget as HTMLFormElement
        const said = String(new FormData(form).get('secret') ?? '')
        isBusy.value = true
        wrong.value = ''
        const opened = isByCode.value ? await openPgp.unlockByCode(said) : await openPgp.unlock(said)
        isBusy.value = false
        if (opened.ok) return
        form.reset()
        wrong.value = opened.error === 'passphrase' ? own.unlock.wrong : own.why[opened.error] ?? own.why['other']!
    }
    return <form class="unlock" onSubmit={event => void submit(event)}>
        <p>{own.unlock.what}</p>
        <label>{isByCode.value ? own.unlock.code : own.unlock.password}
            {isByCode.value ? <input key="code" name="secret" type="text" autocomplete="off" maxLength={200} autocapitalize="characters" spellcheck={false} required />
                : <input key="password" name="secret" type="password" autocomplete="current-password" maxLength={1024} required />}</label>
        <div class="wrong" role="alert">{wrong.value}</div>
        <button class="main" disabled={isBusy.value}>{isBusy.value ? own.unlock.working : own.unlock.submit}</button> <button type="button" class="plain"
            onClick={() => { isByCode.value = !isByCode.value; wrong.value = '' }}>{isByCode.value ? own.unlock.byPassword : own.unlock.byCode}</button>
    </form>
}
