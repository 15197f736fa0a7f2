/**
 * The doors of SMTP: MX, submission and LMTP. A {@link sigillo.smtpd.SmtpSession} decides, a
 * {@link sigillo.smtpd.SmtpConnection} reads and writes. A message is answered with 250 only when it is durable.
 */
package sigillo.smtpd;
