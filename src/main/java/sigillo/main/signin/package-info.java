/** How owners and their programs sign in, and what is written down for them of that and of what is done to their accounts. */
package sigillo.main.signin;
