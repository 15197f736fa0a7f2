/**
 * The milter protocol, version 6, for both sides: what a mail server tells a filter while a message comes in, and what the
 * filter answers. It has no RFC; Sendmail's {@code libmilter/docs} and {@code mfdef.h} describe it, and Postfix, Exim and
 * Rspamd speak it. Begin reading at {@link sigillo.milter.MilterCommand} and {@link sigillo.milter.MilterAnswer}.
 */
package sigillo.milter;
