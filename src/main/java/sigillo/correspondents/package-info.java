/**
 * OpenPGP certificates of people: those that accounts here publish, with the log of them ({@link
 * sigillo.correspondents.PublishedCertificates}), and those of others, looked up when they are wanted.
 */
package sigillo.correspondents;
