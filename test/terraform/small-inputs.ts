/** The problems of `test/fixtures/terraform/*.tf`: places to the UTF-16 unit, and codes. */

const other = 'terraform-argument-of-other-resource';

export const smallInputs: Readonly<Record<string, readonly string[]>> = {
  '01-equals': ['3:33-3:34 expression-unknown-operator'],
  '02-escape-range': ['3:46-3:55 expression-unknown-field'],
  '03-heredoc': ['5:22-5:23 expression-unknown-operator'],
  '04-wrong-resource': [`4:3-4:13 ${other}`, `5:3-5:11 ${other}`],
  '05-wrong-resource-2': [`3:3-3:8 ${other}`, `4:3-4:17 ${other}`],
  '06-kong-route': [],
  '07-unknown-part': ['3:65-3:66 expression-unknown-operator'],
  '08-fully-unknown': [],
  '09-bad-hcl-escape': ['3:28-3:30 hcl-invalid-escape', '8:43-8:46 expression-syntax'],
  '10-kong2tf-expression': [`3:3-3:13 ${other}`, '3:37-3:39 hcl-invalid-escape', `4:3-4:11 ${other}`],
};
