/**
 * What the operator may ask: one {@link sigillo.admin.Operator} with all use cases, reached directly when the server is
 * stopped and by a local socket when it runs. A {@link sigillo.admin.Request} in, an {@link sigillo.admin.Answer} out.
 */
package sigillo.admin;
