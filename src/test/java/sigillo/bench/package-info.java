/**
 * What {@code ./bench} runs: the shipped Sigillo beside Postfix with Dovecot, under the same load, on the same disk, in
 * turn; and the benchmarks of single paths. The load comes from one thread here that is measured too.
 */
package sigillo.bench;
