// What is wrong in a form is read first: the list of it has the focus when the page opens.

const problems = document.getElementById("problems");
if (problems) problems.focus();
