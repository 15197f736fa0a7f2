/** The data directory: what lies where in it, the keys of this server, and how a configuration is made fit for it. */
package sigillo.main.folder;
