/**
 * The house: the words of the command line, and how a service starts. What the house is made of is in the packages below;
 * whoever wants to know how everything hangs together reads {@link sigillo.main.server.Server}.
 */
package sigillo.main;
