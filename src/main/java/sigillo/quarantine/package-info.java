/** Mail that was taken is looked at again when ClamAV has learnt of other viruses; what is infected goes to Junk, and its owner is told. */
package sigillo.quarantine;
