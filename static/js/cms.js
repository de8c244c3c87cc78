/* Wagtail's calendar rewrites what it cannot read to today when a field loses the focus. The
   server reads more than it does, and says in words what it cannot read. */
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
