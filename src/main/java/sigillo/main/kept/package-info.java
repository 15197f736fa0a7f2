/**
 * What lies in the data directory, opened, with the settings of each package: the same for a server, for the commands
 * that do without one, and for backups.
 */
package sigillo.main.kept;
