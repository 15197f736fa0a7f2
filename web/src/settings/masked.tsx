import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { Asking, failureText, type OwnProps, textOf } from './asking'
import { useAsked } from '../ui/connection'
import { Loading } from '../ui/missing'
import { domainOf, isSameHouse, LOOKED_AT_MAX, type Writer, writersTo } from './writers'

export interface MaskedAddress { address: string, note: string, paused: boolean, createdAt: string, first?: { from: string, at: string }, lastMailAt?: string }
const PATH = '/api/masked'
const NOTE_MAX = 200

/**
 * Masked addresses: one is made in a click, and switched off in another. `onChange`: one may write under others now.
 */
export function MaskedAddresses(props: OwnProps & { onChange: () => void }) {
    const { words, own, pages, onChange } = props
    const all = useSignal<MaskedAddress[] | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<{ masked: MaskedAddress[] }>(PATH)
        if (got.ok) {
            if (all.value === undefined) told.value = ''
            all.value = got.value.masked
        } else told.value = failureText(got.error, own)
    }
    useAsked(load, () => all.value === undefined)
    const change = async (body: object, done: string) => {
        const changed = await pages.post<MaskedAddress>(PATH, body)
        told.value = changed.ok ? done || own.masked.made(changed.value.address) : failureText(changed.error, own)
        onChange()
        await load()
        return ''
    }
    const remove = async (address: string) => {
        if (!confirm(own.masked.sure(address))) return
        const gone = await pages.remove(PATH, { address })
        told.value = gone.ok ? own.masked.removed : failureText(gone.error, own)
        onChange()
        await load()
    }
    const masked = all.value
    return <>
        <p class="note">{own.masked.what}</p>
        <Asking own={own} submit={own.masked.make} work={form => change({ note: textOf(form, 'note').trim() }, '')}>
            <label>{own.masked.for}<input type="text" name="note" maxLength={NOTE_MAX} placeholder={own.masked.forHint} autocomplete="off" /></label>
        </Asking>
        <div role="status">{told.value}</div>
        <h3>{own.masked.list}</h3>
        {masked === undefined && told.value === '' && <Loading words={words} />}
        {masked?.length === 0 && <p>{own.masked.none}</p>}
        <ul class="lines">{masked?.map(one => <li key={one.address}>
            <div><b>{one.note || one.address}</b> {one.note && <code>{one.address}</code>}
                <small class="note">{usedText(props, one)}</small>
                {one.paused && <small class="paused">{own.masked.paused}</small>}
                <Who {...props} masked={one} /></div>
            <button type="button" aria-label={one.paused ? own.masked.resumeOne(one.address) : own.masked.pauseOne(one.address)}
                onClick={() => void change({ address: one.address, paused: !one.paused }, words.settings.saved)}>{one.paused ? own.masked.resume : own.masked.pause}</button>
            <button type="button" aria-label={own.masked.removeOne(one.address)} onClick={() => void remove(one.address)}>{own.masked.remove}</button>
            <details class="whole"><summary aria-label={own.masked.noteOne(one.address)}>{own.masked.note}</summary>
                <Asking own={own} submit={words.settings.save} isQuiet work={form => change({ address: one.address, note: textOf(form, 'note').trim() }, words.settings.saved)}>
                    <label>{own.masked.for}<input type="text" name="note" maxLength={NOTE_MAX} defaultValue={one.note} autocomplete="off" /></label></Asking></details>
        </li>)}</ul>
    </>
}

function usedText({ words, own }: OwnProps, { first, lastMailAt, createdAt }: MaskedAddress): string {
    const made = own.made(longDate(createdAt, words))
    if (!first && !lastMailAt) return `${own.masked.noMail} · ${made}`
    return [first && own.masked.first(inert(first.from)), lastMailAt && own.masked.last(longDate(lastMailAt, words)), made].filter(Boolean).join(' · ')
}

/** Of the mail that is kept: the server notes only who was first, and when the last came. */
function Who({ words, own, client, masked }: OwnProps & { masked: MaskedAddress }) {
    const found = useSignal<{ writers: Writer[], looked: number } | 'failed' | undefined>(undefined)
    const look = () => void writersTo(client, masked.address).then(got => { found.value = got ?? 'failed' })
    const one = found.value
    if (!masked.lastMailAt) return null
    if (one === undefined) return <button type="button" class="plain" aria-label={own.masked.whoOne(masked.address)} onClick={look}>{own.masked.who}</button>
    if (one === 'failed') return <p role="alert">{words.settings.cannot}</p>
    const first = masked.first && domainOf(masked.first.from)
    const others = first === undefined ? [] : one.writers.filter(({ domain }) => !isSameHouse(domain, first))
    return <div role="status">
        <ul>{one.writers.map(({ domain, count }) => <li>{inert(domain) || words.list.noSender}: {own.masked.writers(count)}</li>)}</ul>
        {one.writers.length === 0 && <p>{own.masked.nothingKept}</p>}
        {others.length > 0 && <p class="wrong">{own.masked.leaked(inert(first!))}</p>}
        {one.writers.length > 0 && others.length === 0 && first !== undefined && <p>{own.masked.onlyFirst}</p>}
        {one.looked === LOOKED_AT_MAX && <small class="note">{own.masked.ofNewest(one.looked)}</small>}
    </div>
}
