// Empty fields say nothing: leave them out of the address.
document.querySelector("#search")?.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) {
    if (value === "") formData.delete(name);
  }
});
