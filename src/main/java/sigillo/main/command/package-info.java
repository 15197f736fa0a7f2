/**
 * The commands of the operator. Each makes a {@link sigillo.admin.Request} of its words and shows the answer: exit code
 * 0 when it was done, 1 when not, 2 when the words were wrong.
 */
package sigillo.main.command;
