import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { failureText, type OwnProps } from './asking'
import { useAsked } from '../ui/connection'
import { Loading } from '../ui/missing'

interface Session { name: string, isThis: boolean, program?: string, system?: string, begunAt: string, lastUse: { at: string, network: string } }

/** Where one is signed in; each ends at once. */
export function Devices({ words, own, pages }: OwnProps) {
    const all = useSignal<Session[] | undefined>(undefined)
    const told = useSignal('')
    const load = async () => {
        const got = await pages.get<{ sessions: Session[] }>('/api/sessions')
        if (got.ok) {
            if (all.value === undefined) told.value = ''
            all.value = got.value.sessions
        } else told.value = failureText(got.error, own)
    }
    useAsked(load, () => all.value === undefined)
    const end = async (what: object, done: string) => {
        const ended = await pages.remove('/api/sessions', what)
        told.value = ended.ok ? done : failureText(ended.error, own)
        await load()
    }
    const nameOf = ({ program, system }: Session) => program && system ? own.devices.on(inert(program), inert(system)) : inert(program ?? system ?? '') || own.devices.unknown
    const sessions = all.value
    return <>
        <p class="note">{own.devices.what}</p>
        <h3>{own.devices.list}</h3>
        {sessions === undefined && told.value === '' && <Loading words={words} />}
        <ul class="lines">{sessions?.map(one => <li key={one.name}>
            <div><b>{nameOf(one)}</b> {one.isThis && <span class="note">({own.devices.isThis})</span>}
                <small class="note">{own.lastUse(longDate(one.lastUse.at, words), '', one.lastUse.network)} · {own.devices.begun(longDate(one.begunAt, words))}</small></div>
            {!one.isThis && <button type="button" aria-label={own.devices.endOne(nameOf(one))} onClick={() => void end({ name: one.name }, own.devices.ended)}>{own.devices.end}</button>}
        </li>)}</ul>
        {sessions && (sessions.length > 1 ? <p><button type="button" onClick={() => void end({ others: true }, own.devices.endedOthers)}>{own.devices.endOthers}</button></p> : <p>{own.devices.alone}</p>)}
        <div role="status">{told.value}</div>
    </>
}
