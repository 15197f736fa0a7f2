import { useSignal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { VacationResponse } from '../jmap/types'
import type { Messages } from '../text/en'
import { useAsked } from '../ui/connection'
import { Loading, Missing } from '../ui/missing'
import { whyNotAway } from './away'

/** What senders hear while one is away: RFC 8621 section 8. */
export function Vacation({ words, client }: { words: Messages, client: Client }) {
    const current = useSignal<VacationResponse | 'failed' | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        current.value = undefined
        const got = await client.call('VacationResponse/get', { accountId: client.accountId, ids: null }).answer
        current.value = got.ok ? got.value.list[0] ?? 'failed' : 'failed'
    }
    useAsked(load, () => current.value === 'failed')
    const one = current.value
    const save = async (event: Event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget as HTMLFormElement)
        const text = (name: string) => String(form.get(name) ?? '').trim()
        const [isEnabled, fromDate, toDate] = [form.has('enabled'), dateOf(text('from')), dateOf(text('to'))]
        const trouble = whyNotAway({ isOn: isEnabled, from: fromDate, to: toDate, text: text('text') })
        if (trouble) {
            told.value = words.settings.awayTroubles[trouble]
            return
        }
        const update = { singleton: { isEnabled, fromDate, toDate, subject: text('subject') || null,
            textBody: text('text'), htmlBody: null } }
        const set = await client.call('VacationResponse/set', { accountId: client.accountId, update }).answer
        told.value = set.ok && set.value.updated && 'singleton' in set.value.updated ? words.settings.saved : words.settings.notSaved
    }
    if (one === undefined) return <Loading words={words} />
    if (one === 'failed') return <Missing words={words} again={load} />
    return <form class="form" onSubmit={event => void save(event)}>
        <p class="note">{words.settings.vacationNote}</p>
        <label class="check"><input type="checkbox" name="enabled" defaultChecked={one.isEnabled} /> {words.settings.vacationOn}</label>
        <label>{words.settings.from}<input type="datetime-local" name="from" defaultValue={localOf(one.fromDate)} /></label>
        <label>{words.settings.to}<input type="datetime-local" name="to" defaultValue={localOf(one.toDate)} /></label>
        <label>{words.compose.subject}<input type="text" name="subject" maxLength={500} defaultValue={one.subject ?? ''} /></label>
        <label>{words.compose.body}<textarea name="text" rows={7} maxLength={20_000} defaultValue={one.textBody ?? ''} /></label>
        <div class="buttons"><span role="status">{told.value}</span><button class="main">{words.settings.save}</button></div>
    </form>
}

function dateOf(local: string): string | null {
    const date = new Date(local)
    return local === '' || Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z')
}

/** As the field has it: by the clock on the wall. */
function localOf(date: string | null): string {
    if (date === null) return ''
    const then = new Date(date)
    return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
