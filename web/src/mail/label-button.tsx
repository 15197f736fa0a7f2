import { useSignal } from '@preact/signals'
import type { Messages } from '../text/en'
import { IconButton } from '../ui/icons'
import { later } from '../ui/later'
import type { Mail } from './model'

const LabelDialog = later(() => import('./label-dialog').then(one => one.LabelDialog))

export function LabelButton({ words, mail }: { words: Messages, mail: Mail }) {
    const isOpen = useSignal(false)
    return <>
        <IconButton path="tag" name={words.actions.label} onClick={() => { isOpen.value = true }} />
        {isOpen.value && <LabelDialog words={words} mail={mail} onClose={() => { isOpen.value = false }} />}
    </>
}
