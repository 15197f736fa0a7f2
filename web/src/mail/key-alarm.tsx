import { useSignal } from '@preact/signals'
import { handOver } from '../base/hand-over'
import type { Alarm, KeyWatch } from '../openpgp/key-watch'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import { trustWords } from '../text/trust'

/**
 * The server has shown what cannot be. It stays until its owner says that he knows why: it has no button to close
 * it.
 */
export function KeyAlarm({ words, watch }: { words: Messages, watch: KeyWatch }) {
    const { alarm: own } = trustWords(words)
    const said = useSignal('')
    const alarm = watch.alarm.value
    if (!alarm) return null
    const save = () => handOver(new Blob([JSON.stringify(alarm, undefined, 1)]), 'key-log-evidence.json')
    return <section class="key-alarm" role="alert" aria-label={own.title}>
        <h2>{own.title}</h2>
        <p>{sentence(alarm, words)}</p>
        <details><summary>{own.what}</summary>
            <ol>{own.steps.map(one => <li key={one}>{one}</li>)}</ol>
            <p><button type="button" onClick={save}>{own.save}</button></p>
            <p>{own.believing} <button type="button" onClick={() => void watch.believe().then(isDone =>
                { if (!isDone) said.value = own.failed })}>{own.believe}</button></p>
            <div role="status">{said.value}</div>
        </details>
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
