/**
 * Faults under load. A {@link sigillo.faults.Tour} is a number of rounds at one {@link sigillo.faults.Site}, a server
 * that can die and start again: {@link sigillo.faults.Load} works at its doors and writes into a {@link
 * sigillo.faults.Ledger} what it asked for and what was acknowledged, a {@link sigillo.faults.Patient.Harm} happens
 * meanwhile, the server comes back, and {@link sigillo.faults.Check} compares what it shows with the ledger. A round
 * is told by its seed: the same one chooses the same work and the same faults, though not the same turns of threads.
 */
package sigillo.faults;
