import { useSignal } from '@preact/signals'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { useAsked, Waiting, whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface Next { version: string, security: boolean, about: string, aboutInItalian: string }
interface Last { state: string, from: string, to: string, at?: string, why: string, trouble: string }
interface Releases { installed?: string, feed?: string, trouble?: string, since?: string, urgent: boolean, next?: Next, last?: Last, command: string }
const PATH = '/api/operator/upgrades'

/**
 * Which version runs, which there is, and how one upgrades: on the server, since no session is to exchange the
 * program.
 */
export function Upgrades(props: PageProps) {
    const { op, words } = props
    const asked = useAsked<Releases>(props, PATH)
    const isLooking = useSignal(false)
    const wrong = useSignal('')
    const now = asked.value.value
    const look = async () => {
        isLooking.value = true
        const got = await props.pages.post(`${PATH}/look`, {})
        wrong.value = got.ok ? '' : whyText(got.error, props)
        await asked.again()
        isLooking.value = false
    }
    if (now === undefined) return <Waiting {...props} asked={asked} />
    const { upgrades } = op
    return <>
        <p>{now.installed === undefined ? upgrades.built : upgrades.installed(inert(now.installed))}</p>
        {now.next && <div class={now.urgent ? 'warning' : ''}>
            <p><b>{upgrades.next(inert(now.next.version))}</b>
                {' '}{now.urgent ? upgrades.urgent : now.next.security ? upgrades.security : upgrades.ordinary}</p>
            <p>{inert(words.language === 'it' ? now.next.aboutInItalian : now.next.about)}</p></div>}
        {!now.next && now.installed !== undefined && now.feed !== undefined && now.trouble === undefined
            && <p>{upgrades.newest}</p>}
        {now.trouble && <p class="warning">{upgrades.trouble(inert(now.trouble), longDate(now.since ?? '', words))}</p>}
        <p class="note">{now.feed === undefined ? upgrades.nobodyAsked : upgrades.asked(inert(now.feed))}</p>
        {now.feed !== undefined && now.installed !== undefined
            && <p><button type="button" disabled={isLooking.value} onClick={() => void look()}>{upgrades.look}</button></p>}
        <div role="status">{isLooking.value ? op.loading : ''}</div>
        {wrong.value && <p role="alert" class="wrong">{wrong.value}</p>}
        {now.installed !== undefined && <><h3>{upgrades.how}</h3>
            <p>{upgrades.howLong}</p>
            <pre>{inert(now.command)}</pre>
            <p class="note">{upgrades.tested}</p></>}
        <h3>{upgrades.last}</h3>
        <LastOne {...props} last={now.last} />
    </>
}

function LastOne({ op: { upgrades }, words, last }: PageProps & { last: Last | undefined }) {
    if (!last) return <p>{upgrades.none}</p>
    if (last.trouble) return <p class="warning">{upgrades.unreadable(inert(last.trouble))}</p>
    const [from, to, when] = [inert(last.from), inert(last.to), longDate(last.at ?? '', words)]
    if (last.state === 'done') return <p>{upgrades.done(from, to, when)}</p>
    if (last.state === 'failed') return <p class="warning">{upgrades.failed(from, to, when, inert(last.why))}</p>
    return <p>{upgrades.running(from, to)}</p>
}
