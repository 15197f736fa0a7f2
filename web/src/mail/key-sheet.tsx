import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import { type Action, areLettersOff, KEYS, switchLetters } from '../ui/keys'

/** All that keys do; here letters are switched off. */
export function KeySheet({ words, onClose }: { words: Messages, onClose: () => void }) {
    return <Dialog title={words.keys.title} close={words.keys.close} onClose={onClose}>
        <dl>{(Object.keys(KEYS) as Action[]).map(action => <>
            <dt>{KEYS[action].map(key => <><kbd>{key}</kbd> </>)}</dt>
            <dd>{words.actions[action]}</dd>
        </>)}</dl>
        <label><input type="checkbox" defaultChecked={areLettersOff()} onChange={event => switchLetters(event.currentTarget.checked)} /> {words.keys.off}</label>
    </Dialog>
}
