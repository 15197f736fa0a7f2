import type { SmimeWords } from './smime-en'

/** Ciò che si legge delle firme S/MIME, in italiano. */
export const smimeIt: SmimeWords = {
    status: {
        good: 'Firmato dal mittente (S/MIME)',
        bad: 'La firma S/MIME non mostra chi ha scritto questo messaggio',
        unknown: 'Cifrato con S/MIME',
    },
    why: {
        good: 'Un’autorità ha certificato che l’indirizzo è di chi firma, e da allora nulla è cambiato. Lo ha verificato il server, con la data di arrivo.',
        bad: 'Consideralo un messaggio non firmato.',
        unknown: 'Si legge con un programma di posta che ha la tua chiave S/MIME.',
    },
    errors: {
        'The signature cannot be read.': 'La firma non si può leggere.',
        'The message is not what was signed.': 'È stato cambiato dopo la firma.',
        'There is not exactly one signer.': 'Non ha un firmatario, o ne ha più d’uno.',
        'The signer\'s certificate did not come with the message.': 'Il certificato di chi firma non è arrivato con il messaggio.',
        'The signature is of a kind that is too weak.': 'È fatta in un modo che oggi si può falsificare.',
        'No authority that is trusted here has certified the signer.': 'Nessuna autorità riconosciuta qui conosce chi firma.',
        'The certificate was not valid when the message came.': 'Il certificato di chi firma non era valido quando il messaggio è arrivato.',
        'The certificate is not for signing mail.': 'Il certificato non serve a firmare posta.',
        'The signer is not the author in From.': 'È firmato da qualcun altro rispetto al mittente indicato.',
    },
    otherError: 'La firma non è valida.',
}
