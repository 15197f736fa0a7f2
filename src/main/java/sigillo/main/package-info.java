/**
 * The house: it reads the configuration, makes the parts by their constructors and gives each what it needs. Whoever wants
 * to know how everything hangs together reads {@link sigillo.main.Server}.
 */
package sigillo.main;
