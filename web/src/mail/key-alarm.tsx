import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { handOver } from '../base/hand-over'
import type { Alarm, KeyWatch } from '../openpgp/key-watch'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { sealedWords } from '../text/sealed'
import { trustWords } from '../text/trust'

/**
 * The server has shown what cannot be. It stays until its owner says that he knows why: it has no button to close
 * it.
 */
export function KeyAlarm({ words, watch }: { words: Messages, watch: KeyWatch }) {
    const { alarm: own } = trustWords(words)
    const said = useSignal('')
    const now = useRef<HTMLDialogElement>(null)
    const alarm = watch.alarm.value
    const isThere = alarm !== undefined
    // above all that is open: a page beneath a window is out of reach, also for who has it read to him
    useEffect(() => { if (isThere && !now.current?.open) now.current?.showModal() }, [isThere])
    if (!alarm) return null
    const save = () => handOver(new Blob([JSON.stringify(alarm, undefined, 1)]), 'key-log-evidence.json')
    return <><dialog ref={now} class="key-alarm-now" role="alertdialog" aria-labelledby="key-alarm-title" aria-describedby="key-alarm-says">
        <h2 id="key-alarm-title">{own.title}</h2>
        <p id="key-alarm-says">{sentence(alarm, words)}</p>
        <p>{own.stays}</p>
        <form method="dialog" class="buttons"><button class="main">{own.seen}</button></form>
    </dialog>
    <section class="key-alarm" role="alert" aria-label={own.title}>
        <h2>{own.title}</h2>
        <p>{sentence(alarm, words)}</p>
        <details><summary>{own.what}</summary>
            <ol>{own.steps.map(one => <li key={one}>{one}</li>)}</ol>
            <p><button type="button" onClick={save}>{own.save}</button></p>
            <p>{own.believing} <button type="button" onClick={() => void watch.believe().then(isDone =>
                { if (!isDone) said.value = own.failed })}>{own.believe}</button></p>
            <div role="status">{said.value}</div>
        </details>
    </section></>
}

/** A key of the owner's own ends soon, and nothing here renews it. */
export function KeyEnding({ words, at, onClose }: { words: Messages, at: number, onClose: () => void }) {
    const { soon, isOver } = sealedWords(words).settings
    return <section class="key-ending" role="status">
        <p>{(at < Date.now() ? isOver : soon)(longDate(new Date(at).toISOString(), words))}</p>
        <button type="button" onClick={onClose}>{words.keys.close}</button>
    </section>
}

function sentence({ why, address = '', at }: Alarm, words: Messages): string {
    const { says } = trustWords(words).alarm
    switch (why) {
        case 'foreign': return says.foreign(inert(address), at === undefined ? '' :
            longDate(new Date(at).toISOString(), words))
        case 'notLogged': return says.notLogged(inert(address))
        default: return says[why]
    }
}
