/** What the architecture test and the tidy test are made of: rules that are proven against what breaks them. */
package care.anling.house;
