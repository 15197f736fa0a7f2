import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Asking, textOf } from '../settings/asking'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import { whyText } from './asking'
import type { PageProps } from './operator-dialog'

interface Step { at: string, kind: string, text: string, reply?: string, addresses: string[] }
interface Story { trace: string, steps: Step[], more?: boolean }

/** What became of messages. `what`: followed at once. */
export function Trace(props: PageProps) {
    const { op, own, what } = props
    const stories = useSignal<Story[] | undefined>(undefined)
    const wrong = useSignal('')
    const follow = async (wanted: string, day: string) => {
        const got = await props.pages.get<{ stories: Story[] }>(`/api/operator/trace?${new URLSearchParams({ what: wanted })}`)
        if (!got.ok) return whyText(got.error, props)
        stories.value = got.value.stories.filter(one => day === '' || one.steps.some(step => dayOf(step.at) === day))
        return ''
    }
    useEffect(() => { if (what !== '') void follow(what, '').then(why => { wrong.value = why }) }, [what])
    return <>
        <Asking own={own} submit={op.trace.find} work={form => { wrong.value = ''; return follow(textOf(form, 'what').trim(), textOf(form, 'day')) }}>
            <label>{op.trace.what}<input type="text" name="what" required maxLength={320} defaultValue={what} autocomplete="off" autocapitalize="none" spellcheck={false} /></label>
            <label>{op.trace.day}<input type="date" name="day" /></label>
        </Asking>
        {wrong.value && <p role="alert" class="wrong">{wrong.value}</p>}
        {stories.value && <p role="status">{stories.value.length === 0 ? op.trace.none : op.trace.newest(stories.value.length)}</p>}
        {stories.value?.map((one, i) => <StoryItem key={one.trace} {...props} story={one} isOpen={i === 0} />)}
        <p class="note">{op.trace.note}</p>
        <p class="note">{op.privacy}</p>
    </>
}

/** As the clock on the wall has it, and a field of a day. */
function dayOf(at: string): string {
    const then = new Date(at)
    const two = (n: number) => String(n).padStart(2, '0')
    return Number.isNaN(then.getTime()) ? '' : `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
}

function StoryItem(props: PageProps & { story: Story, isOpen: boolean }) {
    const { op, words, story, isOpen } = props
    const [first, last] = [story.steps[0], story.steps.at(-1)]
    const kindOf = (step: Step) => op.trace.kinds[step.kind] ?? inert(step.kind)
    return <details class="card" open={isOpen}>
        <summary>{first && longDate(first.at, words)} <code>{inert(story.trace)}</code></summary>
        {last && <p>{op.trace.last(kindOf(last))}</p>}
        <ol class="lines">{story.steps.map((step, i) => <li key={i}><div>
            <b>{kindOf(step)}</b> <span class="note">{longDate(step.at, words)}</span>
            {step.addresses.length > 0 && <small>{step.addresses.map(inert).join(', ')}</small>}
            <small class="note">{inert(step.text)}{step.reply && ` [${inert(step.reply)}]`}</small>
        </div></li>)}</ol>
        {story.more && <p class="note">{op.trace.cut}</p>}
    </details>
}
