/**
 * Keys that are really gone once they are destroyed. A store keeps what was deleted in its files and its log for a
 * while; so what must not be readable after its deletion has a random key of its own, and this key is kept in the store
 * only wrapped under one of {@link sigillo.shred.Shredder}, whose file lies outside of the store and is written over in
 * place.
 *
 * <p>What is promised: a key is on the disk before anything is wrapped under it; none is destroyed while something that
 * was wrapped under it is on its way into the store, or is still there; within some hours after something was deleted,
 * the key over it is destroyed, and the rest has been wrapped anew. No clock on the wall has a say in any of it. What
 * lies on copies of the disk, on a file system that writes to another place each time, or in the spare blocks of a
 * solid state disk is out of its reach.
 */
package sigillo.shred;
