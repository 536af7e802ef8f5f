#!/bin/sh
# Stands for ffmpeg: draws three red points by two, unless the film says that it is broken or never ends.
for word; do case $word in file:*) film=${word#file:} ;; esac; done
case $(tr -d '\0' < "$film") in
*broken*) exit 1 ;;
*endless*) while :; do :; done ;;
esac
printf '\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\000\000\003\000\000\000\002\010'
printf '\002\000\000\000\022\026\361\115\000\000\000\020\111\104\101\124\170\234\143\270\240\240\000\101\014'
printf '\160\026\000\103\364\006\141\235\121\226\342\000\000\000\000\111\105\116\104\256\102\140\202'
