/** All that whoever makes the passkey of the first account reads, in English and Italian. */
const en = {
    language: 'en',
    title: 'Your passkey',
    what: 'A passkey is kept by this device, or by a security key: from now on a finger, your face or its PIN opens your mail, and no passphrase is typed.',
    make: 'Make the passkey',
    working: 'Working …',
    name: 'Passkey of the set-up',
    gone: 'This link does not work, or no longer: it is good for three days, and until the passkey is there. Sign in instead; passkeys are made in the settings, under Security.',
    signIn: 'Sign in',
    cannot: 'This browser makes no passkeys. Open this link in another one: it stays good for three days. Until then the passphrase of your paper opens your mail.',
    notMade: 'No passkey was made: it was called off, or this device has none. Try again whenever you like.',
    lost: 'The server cannot be reached. Try again in a moment; nothing is lost.',
    broken: 'This did not work. Try it in another browser.',
    slowed: 'Too many attempts. Try again in a quarter of an hour.',
    notHere: 'Passkeys are made at the name of the server only. Open the link as it is.',
    opens: 'The passkey is there, and opens your mail. Keep the paper all the same: without this device only it helps.',
    opensNothing: 'This passkey shows who you are, but has no secret for this server (PRF), so it cannot open your mail, which is sealed. The passphrase of your paper does; the passkey can stand in for the code of a second factor.',
    another: 'Try another device or security key',
    mail: 'Open my mail',
    kit: 'Go on to the recovery code',
    setUp: 'Back to the set-up',
}

export type Words = typeof en

const it: Words = {
    language: 'it',
    title: 'La tua passkey',
    what: 'Una passkey sta in questo dispositivo, o in una chiave di sicurezza: d\'ora in poi un dito, il viso o il suo PIN apre la tua posta, e non si digita alcuna frase segreta.',
    make: 'Crea la passkey',
    working: 'Un momento …',
    name: 'Passkey della configurazione',
    gone: 'Questo link non vale, o non vale più: serve per tre giorni, e finché la passkey non c\'è. Accedi invece; le passkey si creano nelle impostazioni, sotto Sicurezza.',
    signIn: 'Accedi',
    cannot: 'Questo browser non crea passkey. Apri il link con un altro: vale per tre giorni. Fino ad allora la tua posta si apre con la frase segreta che hai su carta.',
    notMade: 'Non è stata creata alcuna passkey: è stata annullata, o questo dispositivo non ne ha. Riprova quando vuoi.',
    lost: 'Il server non risponde. Riprova tra un momento; non si perde nulla.',
    broken: 'Non ha funzionato. Prova con un altro browser.',
    slowed: 'Troppi tentativi. Riprova tra un quarto d\'ora.',
    notHere: 'Le passkey si creano solo al nome del server. Apri il link così com\'è.',
    opens: 'La passkey c\'è, e apre la tua posta. Conserva lo stesso il foglio: senza questo dispositivo serve solo quello.',
    opensNothing: 'Questa passkey mostra chi sei, ma non ha un segreto per questo server (PRF), e quindi non può aprire la tua posta, che è sigillata. La apre la frase segreta che hai su carta; la passkey può sostituire il codice di un secondo fattore.',
    another: 'Prova un altro dispositivo o una chiave di sicurezza',
    mail: 'Apri la mia posta',
    kit: 'Prosegui con il codice di recupero',
    setUp: 'Torna alla configurazione',
}

/** The first language that is wanted and there is; else English. */
export function wordsFor(wanted: readonly string[]): Words {
    const first = wanted.map(one => one.toLowerCase().split('-')[0]).find(one => one === 'it' || one === 'en')
    return first === 'it' ? it : en
}
