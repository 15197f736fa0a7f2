import { isFair, type Parameters, stretch } from './stretch'

/** One password; then it is to be ended, and with it all that it had in memory. */
addEventListener('message', (event: MessageEvent<{ password: string, asked: Parameters }>) => {
    const { password, asked } = event.data
    if (!isFair(asked)) postMessage(undefined)
    else stretch(password, asked).then(made => postMessage(made), () => postMessage(undefined))
})
