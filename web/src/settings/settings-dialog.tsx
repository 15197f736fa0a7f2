import { useSignal } from '@preact/signals'
import type { Client } from '../jmap/client'
import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import { Identities } from './identities'
import { Rules, type RuleMailbox } from './rules-page'
import { Vacation } from './vacation'

type Part = 'identities' | 'vacation' | 'rules'

/** What is set of mail. All else of the account has pages of its own. */
export function SettingsDialog({ words, client, mailboxes, onChange, onClose }:
    { words: Messages, client: Client, mailboxes: RuleMailbox[], onChange: () => void, onClose: () => void }) {
    const part = useSignal<Part>('identities')
    const parts: Part[] = ['identities', 'vacation', 'rules']
    return <Dialog title={words.settings.title} close={words.keys.close} onClose={onClose} isWide>
        <div class="settings">
            <div role="tablist" aria-label={words.settings.title}>{parts.map(one => <button type="button" role="tab" aria-selected={part.value === one}
                onClick={() => { part.value = one }}>{words.settings.parts[one]}</button>)}</div>
            <div role="tabpanel" aria-label={words.settings.parts[part.value]}>
                {part.value === 'identities' && <Identities words={words} client={client} onChange={onChange} />}
                {part.value === 'vacation' && <Vacation words={words} client={client} />}
                {part.value === 'rules' && <Rules words={words} client={client} mailboxes={mailboxes} />}
            </div>
        </div>
    </Dialog>
}
