/**
 * HTTPS as a client of strangers: what a mail server fetches from and tells to those whom it knows by DNS alone. Begin
 * reading at {@link sigillo.https.HttpsClient}.
 */
package sigillo.https;
