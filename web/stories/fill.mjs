// Puts so many messages into the inbox of a demo, older ones than all that comes.
//   node stories/fill.mjs DEMO_FOLDER [messages, else 20000]
import { demoIn, fill } from './server.mjs'

const [folder, messages = '20000'] = process.argv.slice(2)
if (!folder) throw new Error('Say where the demo is')
const began = Date.now()
console.log(`${await fill(demoIn(folder), Number(messages))} messages, ${Date.now() - began} ms`)
