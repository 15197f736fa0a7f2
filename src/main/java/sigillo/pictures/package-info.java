/**
 * Pictures that mail names and that are elsewhere: fetched by this server for who reads the mail, so that its writer learns
 * neither his address nor his browser. What is fetched is what a stranger chose: only public addresses are called, and only
 * pictures are passed on.
 */
package sigillo.pictures;
