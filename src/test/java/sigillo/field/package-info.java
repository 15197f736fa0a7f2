/**
 * The cases from the field at the doors: a {@link sigillo.field.Home} is a whole server in this process, spoken to over
 * real sockets, with an {@link sigillo.field.Outside} that it sends to. What one package alone promises is tested there.
 */
package sigillo.field;
