/**
 * Releases of this program: what one is on the disk ({@link sigillo.upgrade.Manifest}), who has signed it
 * ({@link sigillo.upgrade.ReleaseKeys}), whether it may follow the one that runs ({@link sigillo.upgrade.Admission}), and how far an
 * upgrade has come ({@link sigillo.upgrade.Progress}). Nothing of a release is used before its signature and all its files are
 * checked.
 */
package sigillo.upgrade;
