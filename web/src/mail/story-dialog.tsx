import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Id } from '../jmap/types'
import { accountWords } from '../text/account'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { asking } from '../ui/connection'
import { Dialog } from '../ui/dialog'
import { Loading } from '../ui/missing'
import type { Mail } from './model'
import { type Story, storyOf } from './story'
import { LEFT } from './unsubscribe'

/** Where a message comes from and what was thought of it, in plain words. */
export function StoryDialog({ words, mail, id, onClose }: { words: Messages, mail: Mail, id: Id, onClose: () => void }) {
    const story = useSignal<Story | 'failed' | undefined>(undefined)
    useEffect(() => {
        let isOver = false
        const load = () => mail.bodies.get(id).then(email => { if (!isOver) story.value = email ? storyOf(email) : 'failed' })
        const stop = asking(load, () => story.peek() === 'failed', window)
        return () => {
            isOver = true
            stop()
        }
    }, [id])
    const one = story.value
    return <Dialog title={words.reading.story} close={words.keys.close} onClose={onClose}>
        {one === undefined && <Loading words={words} />}
        {one === 'failed' && <p role="alert">{words.reading.failed}</p>}
        {typeof one === 'object' && <Told words={words} story={one} />}
        {mail.emails.seen(id).value?.keywords[LEFT] && <p>{accountWords(words).leaving.story}</p>}
    </Dialog>
}

function Told({ words, story }: { words: Messages, story: Story }) {
    const { checks, score, reasons, hops } = story
    const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
    return <div class="story">
        <h3>{words.story.sender}</h3>
        <p>{words.story.trust[story.trust]}</p>
        <ul>{checks.map(({ method, outcome, domain }) => <li>{words.story.check(words.story.methods[method] ?? method, words.story.outcomes[outcome] ?? outcome, domain)}</li>)}</ul>
        {score && <>
            <h3>{words.story.filter}</h3>
            <p>{score.isJunk ? words.story.isJunk(number.format(score.points), number.format(score.required))
                : words.story.isWanted(number.format(score.points), number.format(score.required))}</p>
            <ul>{reasons.map(({ name, points }) => <li>{name}: {number.format(points)}</li>)}</ul>
        </>}
        {hops.length > 0 && <>
            <h3>{words.story.way}</h3>
            <ol>{hops.map(({ by, at }) => <li>{by || words.story.someServer}{at && `, ${longDate(at, words)}`}</li>)}</ol>
        </>}
    </div>
}
