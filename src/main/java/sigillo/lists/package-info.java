/**
 * Small mailing lists: who is on them, who may write to them, what each member gets, and how one comes and goes. A message
 * is passed on as it came, so that its author's signature holds; fields are added above, never text.
 */
package sigillo.lists;
