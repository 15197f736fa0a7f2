import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Client } from '../jmap/client'
import { LATER, type Identity } from '../jmap/types'
import { formatAddress, inert, parseAddresses } from '../text/addresses'
import type { Messages } from '../text/en'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'

/** As whom one writes: names, signatures, where answers go; and how long sending can be taken back. */
export function Identities({ words, client, onChange }: { words: Messages, client: Client, onChange: () => void }) {
    const all = useSignal<Identity[] | 'failed' | undefined>(undefined)
    const load = async () => {
        all.value = undefined
        const got = await client.call('Identity/get', { accountId: client.accountId, ids: null }).answer
        all.value = got.ok ? got.value.list : 'failed'
    }
    useAsked(load, () => all.value === 'failed')
    const list = all.value
    if (list === undefined) return <Loading words={words} />
    if (list === 'failed') return <Missing words={words} again={load} />
    return <>
        <UndoSeconds words={words} client={client} onChange={onChange} />
        {list.map(one => <details class="identity" open={list.length === 1}>
            <summary>{inert(one.email)}</summary>
            <One words={words} client={client} identity={one} onChange={onChange} />
        </details>)}
    </>
}

function One({ words, client, identity, onChange }: { words: Messages, client: Client, identity: Identity, onChange: () => void }) {
    const told = useSignal('')
    const save = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const { addresses, rest } = parseAddresses(String(form.get('replyTo')))
        if (rest.length > 0) {
            told.value = words.compose.noAddress(inert(rest.join(', ')))
            return
        }
        const patch = { name: String(form.get('name')).trim(), textSignature: String(form.get('signature')), replyTo: addresses.length > 0 ? addresses : null }
        const set = await client.call('Identity/set', { accountId: client.accountId, update: { [identity.id]: patch } }).answer
        const isSaved = set.ok && set.value.updated && identity.id in set.value.updated
        told.value = isSaved ? words.settings.saved : words.settings.notSaved
        if (isSaved) onChange()
    }
    return <form class="form" onSubmit={event => void save(event)}>
        <label>{words.settings.name}<input type="text" name="name" maxLength={200} autocomplete="name" defaultValue={identity.name} /></label>
        <label>{words.reading.replyTo}<input type="text" name="replyTo" maxLength={1000} defaultValue={(identity.replyTo ?? []).map(formatAddress).join(', ')} /></label>
        <label>{words.settings.signature}<textarea name="signature" rows={4} maxLength={10_000} defaultValue={identity.textSignature} /></label>
        <div class="buttons"><span role="status">{told.value}</span><button class="main">{words.settings.save}</button></div>
    </form>
}

/** docs/jmap.md: urn:sigillo:jmap:later. */
function UndoSeconds({ words, client, onChange }: { words: Messages, client: Client, onChange: () => void }) {
    const seconds = useSignal<number | undefined>(undefined)
    const told = useSignal('')
    useEffect(() => {
        if (!(LATER in client.session.capabilities)) return
        void client.call('UndoSend/get', { accountId: client.accountId, ids: null }).answer.then(got => { if (got.ok) seconds.value = got.value.list[0]?.seconds })
    }, [])
    if (seconds.value === undefined) return null
    const save = async (chosen: number) => {
        const set = await client.call('UndoSend/set', { accountId: client.accountId, update: { singleton: { seconds: chosen } } }).answer
        told.value = set.ok && set.value.updated && 'singleton' in set.value.updated ? words.settings.saved : words.settings.notSaved
        onChange()
    }
    return <p><label>{words.settings.undoSend} <select onChange={event => void save(Number(event.currentTarget.value))}>
        {[...new Set([0, 5, 10, 20, 30, 60, seconds.value])].sort((a, b) => a - b).map(one => <option value={one} selected={one === seconds.value}>{words.settings.seconds(one)}</option>)}
    </select></label> <span role="status">{told.value}</span></p>
}
